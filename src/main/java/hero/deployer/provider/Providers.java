package hero.deployer.provider;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

import hero.deployer.base.ProblemException;

/** The configured providers, by name. */
@ApplicationScoped
public class Providers {
    private final List<Provider> all;

    @Inject
    Providers(@Any Instance<Provider> found) {
        this(found.stream().toList());
    }

    /** These, outside the application. */
    public Providers(List<Provider> all) {
        this.all = all;
    }

    public List<Provider> all() {
        return all;
    }

    /** @throws ProblemException 400 for a provider that is not configured */
    public Provider named(String name) {
        return all.stream()
                .filter(provider -> provider.name().equals(name))
                .findFirst()
                .orElseThrow(() -> ProblemException.badField("provider", "is not configured here: " + name));
    }
}
