package hero.deployer.agent;

/** A request the agent turns down; answered as problem details, its {@code type} is {@code /problems/<slug>}. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String slug;

    Refusal(int status, String slug, String detail) {
        super(detail, null, false, false);
        this.status = status;
        this.slug = slug;
    }

    static Refusal badRequest(String detail) {
        return new Refusal(400, "bad-request", detail);
    }

    static Refusal conflict(String slug, String detail) {
        return new Refusal(409, slug, detail);
    }

    static Refusal notFound(String what) {
        return new Refusal(404, "not-found", "There is no " + what + ".");
    }

    int status() {
        return status;
    }

    String slug() {
        return slug;
    }

    String detail() {
        var message = getMessage();
        return message == null ? slug : message;
    }
}
