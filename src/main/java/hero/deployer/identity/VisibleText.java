package hero.deployer.identity;

/** Text as people see it: no-break, zero-width and other invisible characters are blanks like any other. */
public final class VisibleText {
    private VisibleText() {}

    /** Without blanks at both ends. */
    public static String strip(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isSpace(text.codePointAt(from))) {
            from += Character.charCount(text.codePointAt(from));
        }
        while (from < to && isSpace(text.codePointBefore(to))) {
            to -= Character.charCount(text.codePointBefore(to));
        }
        return text.substring(from, to);
    }

    /** Whether there is nothing to be seen. */
    public static boolean isBlank(String text) {
        return text.codePoints().allMatch(VisibleText::isInvisible);
    }

    /** Whether it is of one line, without a control character. */
    public static boolean isOneLine(String text) {
        return text.codePoints().noneMatch(each -> switch (Character.getType(each)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        });
    }

    private static boolean isSpace(int character) {
        return Character.isWhitespace(character)
                || Character.isSpaceChar(character)
                || Character.getType(character) == Character.FORMAT;
    }

    private static boolean isInvisible(int character) {
        return isSpace(character)
                || switch (Character.getType(character)) {
                    case Character.CONTROL,
                            Character.NON_SPACING_MARK,
                            Character.ENCLOSING_MARK,
                            Character.UNASSIGNED,
                            Character.PRIVATE_USE,
                            Character.SURROGATE -> true;
                    default -> isFiller(character);
                };
    }

    /** Letters and signs that are drawn as nothing: Hangul's fillers, the empty braille pattern. */
    private static boolean isFiller(int character) {
        return switch (character) {
            case 0x115f, 0x1160, 0x3164, 0xffa0, 0x2800 -> true;
            default -> false;
        };
    }
}
