package hero.deployer.base.http;

import io.vertx.core.http.HttpServerOptions;

/** What the guards of all connections of a server share. */
record Guards(
        HttpServerOptions options,
        HttpConfig limits,
        BodyRules rules,
        BodyBudget budget,
        ConnectionLimiter connections) {}
