package hero.deployer.base;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param items the rows
 * @param next the cursor of the next page, or null at the end
 */
public record Page<T>(List<T> items, @Nullable String next) {

    public static <T> Page<T> all(List<T> items) {
        return new Page<>(items, null);
    }
}
