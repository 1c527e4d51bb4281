package hero.deployer.agent.archive;

/** Names that strangers gave, as they may be shown: one line of visible characters, cut in the middle so that the end stays. */
final class PrintableText {
    private static final int MOST = 160;
    private static final int HALF = MOST / 2 - 1;

    private PrintableText() {}

    static String of(String name) {
        var shown = new StringBuilder();
        name.codePoints().map(PrintableText::visible).forEach(shown::appendCodePoint);
        return shown.length() <= MOST
                ? shown.toString()
                : shown.substring(0, HALF) + "…" + shown.substring(shown.length() - HALF);
    }

    private static int visible(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> '?';
            default -> character;
        };
    }
}
