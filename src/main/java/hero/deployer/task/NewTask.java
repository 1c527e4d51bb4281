package hero.deployer.task;

import java.time.Duration;

/**
 * Work to do. Kind and key name it: to enqueue the same again while it is open wakes it, and after it is done opens it anew.
 *
 * @param kind the {@link TaskHandler}'s
 * @param key what it works on, such as an onboarding's id
 * @param delay how long to wait before the first claim
 */
public record NewTask(String kind, String key, Duration delay) {
    public static NewTask now(String kind, String key) {
        return new NewTask(kind, key, Duration.ZERO);
    }
}
