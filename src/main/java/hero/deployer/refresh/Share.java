package hero.deployer.refresh;

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import hero.deployer.base.ProblemException;

/** How many of a crowd: a number counts, a percentage is a share of it. */
record Share(int amount, boolean percent) {
    private static final Pattern PERCENT = Pattern.compile("(0|[1-9][0-9]{0,2})%");
    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,8}");
    private static final int WHOLE = 100;

    static Share of(int count) {
        return new Share(count, false);
    }

    /**
     * What a form says.
     *
     * @throws ProblemException 400 naming {@code field}, for what is neither a number from {@code least} nor a percentage
     */
    static Share parse(String field, @Nullable Object given, Share otherwise, int least) {
        if (given == null) {
            return otherwise;
        }
        var share = read(given.toString(), given instanceof String);
        if (share == null || share.amount < least || share.percent && share.amount > WHOLE) {
            throw ProblemException.badField(
                    field, "must be a whole number from " + least + ", or a share from \"" + least + "%\" to \"100%\"");
        }
        return share;
    }

    /** What {@link #text} gave. */
    static Share stored(String text) {
        var share = read(text, text.endsWith("%"));
        if (share == null) {
            throw new IllegalArgumentException("not a share: " + text);
        }
        return share;
    }

    private static @Nullable Share read(String text, boolean percent) {
        if (percent ? !PERCENT.matcher(text).matches() : !NUMBER.matcher(text).matches()) {
            return null;
        }
        return new Share(Integer.parseInt(percent ? text.substring(0, text.length() - 1) : text), percent);
    }

    /** Of {@code whole}, a part of one counting as one. */
    int up(int whole) {
        return percent ? Math.toIntExact(((long) whole * amount + WHOLE - 1) / WHOLE) : amount;
    }

    /** Of {@code whole}, a part of one counting as none. */
    int down(int whole) {
        return percent ? Math.toIntExact((long) whole * amount / WHOLE) : amount;
    }

    String text() {
        return percent ? amount + "%" : Integer.toString(amount);
    }

    /** As JSON says it. */
    Object json() {
        return percent ? text() : (Object) amount;
    }
}
