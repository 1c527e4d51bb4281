package hero.deployer.console.openapi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;

/** Every type of problem that the API answers: what it means and what to do, from {@code problems/types.json}. */
public final class ProblemTypeCatalog {
    private static final String FILE = "/problems/types.json";

    /**
     * One type.
     *
     * @param status the HTTP statuses it comes with
     * @param title the kind of problem in a few words
     * @param when what it means
     * @param next what to do about it
     * @param members what else its document holds, with what each means
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record ProblemType(
            @Nullable String type,
            List<Integer> status,
            String title,
            String when,
            String next,
            @Nullable Map<String, String> members) {}

    private final Map<String, ProblemType> types;

    private ProblemTypeCatalog(Map<String, ProblemType> types) {
        this.types = types;
    }

    /** Reads the file; it belongs to the product, so that it cannot be missing. */
    public static ProblemTypeCatalog load() {
        try (var file = ProblemTypeCatalog.class.getResourceAsStream(FILE)) {
            Map<String, ProblemType> read =
                    new ObjectMapper().readValue(file, new TypeReference<TreeMap<String, ProblemType>>() {});
            read.replaceAll((slug, of) ->
                    new ProblemType("/problems/" + slug, of.status, of.title, of.when, of.next, of.members));
            return new ProblemTypeCatalog(read);
        } catch (IOException e) {
            throw new UncheckedIOException(FILE + " cannot be read", e);
        }
    }

    /** All, by slug. */
    public Map<String, ProblemType> all() {
        return types;
    }

    /** That of a slug such as {@code node-full}. */
    public Optional<ProblemType> find(String slug) {
        return Optional.ofNullable(types.get(slug));
    }
}
