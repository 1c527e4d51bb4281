package hero.deployer.refresh;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.arc.DefaultBean;

/** Breaks nothing off. */
@ApplicationScoped
@DefaultBean
class NoFailPoint implements FailPoint {
    @Override
    public void at(String name, String refresh) {
        // production goes on
    }
}
