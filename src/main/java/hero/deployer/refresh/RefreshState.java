package hero.deployer.refresh;

/** Where a run stands. */
sealed interface RefreshState {
    /** Written down, not begun. */
    record Planned() implements RefreshState {}

    record Running() implements RefreshState {}

    /**
     * Nothing new starts until somebody resumes it.
     *
     * @param back it was rolling back
     */
    record Paused(boolean back) implements RefreshState {}

    /** More failed than may: nothing new starts, a person decides. */
    record Halted() implements RefreshState {}

    /** Its members go back to the builds they had. */
    record RollingBack() implements RefreshState {}

    record Succeeded() implements RefreshState {}

    /** It rolled back, and some could not be brought back. */
    record Failed() implements RefreshState {}

    record Cancelled() implements RefreshState {}

    record RolledBack() implements RefreshState {}

    /** As JSON and the database say it. */
    default String word() {
        return switch (this) {
            case Planned() -> "planned";
            case Running() -> "running";
            case Paused(var back) -> "paused";
            case Halted() -> "halted";
            case RollingBack() -> "rolling_back";
            case Succeeded() -> "succeeded";
            case Failed() -> "failed";
            case Cancelled() -> "cancelled";
            case RolledBack() -> "rolled_back";
        };
    }

    static RefreshState of(String word, boolean back) {
        return switch (word) {
            case "planned" -> new Planned();
            case "running" -> new Running();
            case "paused" -> new Paused(back);
            case "halted" -> new Halted();
            case "rolling_back" -> new RollingBack();
            case "succeeded" -> new Succeeded();
            case "failed" -> new Failed();
            case "cancelled" -> new Cancelled();
            case "rolled_back" -> new RolledBack();
            default -> throw new IllegalArgumentException("unknown refresh state " + word);
        };
    }

    /** Whether another refresh of the organization has to wait for it. */
    default boolean open() {
        return switch (this) {
            case Planned() -> true;
            case Running() -> true;
            case Paused(var back) -> true;
            case Halted() -> true;
            case RollingBack() -> true;
            case Succeeded() -> false;
            case Failed() -> false;
            case Cancelled() -> false;
            case RolledBack() -> false;
        };
    }

    /** Whether members are on their way back, or were. */
    default boolean back() {
        return switch (this) {
            case Paused(var back) -> back;
            case RollingBack() -> true;
            case RolledBack() -> true;
            case Failed() -> true;
            case Planned() -> false;
            case Running() -> false;
            case Halted() -> false;
            case Succeeded() -> false;
            case Cancelled() -> false;
        };
    }

    /** Whether members may start. */
    default boolean starts() {
        return this instanceof Running || this instanceof RollingBack;
    }
}
