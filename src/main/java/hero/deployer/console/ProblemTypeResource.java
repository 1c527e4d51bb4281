package hero.deployer.console;

import java.util.Collection;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;

import hero.deployer.base.ProblemException;
import hero.deployer.console.openapi.ProblemTypeCatalog;
import hero.deployer.console.openapi.ProblemTypeCatalog.ProblemType;

/** {@code GET /problems/{type}}: what a problem's type means and what to do, for whoever follows its address. Open to everybody. */
@Path("/problems")
class ProblemTypeResource {
    private final ProblemTypeCatalog catalog = ProblemTypeCatalog.load();
    private final Template page;

    ProblemTypeResource(@Location("console/problem") Template page) {
        this.page = page;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(hidden = true)
    public Collection<ProblemType> list() {
        return catalog.all().values();
    }

    @GET
    @Path("/{type}")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(hidden = true)
    public ProblemType describe(@PathParam("type") String type) {
        return known(type);
    }

    @GET
    @Path("/{type}")
    @Produces(MediaType.TEXT_HTML)
    @Operation(hidden = true)
    public Uni<String> show(@PathParam("type") String type) {
        return page.data("problem", known(type)).createUni();
    }

    private ProblemType known(String type) {
        return catalog.find(type).orElseThrow(() -> ProblemException.notFound("such type of problem"));
    }
}
