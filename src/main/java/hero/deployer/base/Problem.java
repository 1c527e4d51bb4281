package hero.deployer.base;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Problem details (RFC 9457). Clients match {@code type}, never the text.
 *
 * @param type a stable URI reference, {@code /problems/<slug>}
 * @param title the kind of problem in a few words
 * @param status the HTTP status
 * @param detail what happened and what to do next
 * @param errors the fields at fault, for a bad form
 * @param more further members, such as a link to what is in the way
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        @Nullable List<FieldError> errors,
        @JsonAnyGetter @Schema(hidden = true) Map<String, Object> more) {

    /** One field at fault: its JSON path and what is wrong with it. */
    public record FieldError(String field, String message) {}
}
