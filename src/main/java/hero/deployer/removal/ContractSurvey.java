package hero.deployer.removal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import org.jboss.logging.Logger;

import hero.deployer.base.Tx;
import hero.deployer.instance.InstanceRow;
import hero.deployer.instance.Instances;
import hero.deployer.provider.Contract;
import hero.deployer.provider.Provider;
import hero.deployer.provider.Providers;

/** Looks at what every provider holds for us, and whose it is. */
@ApplicationScoped
class ContractSurvey {
    private static final Logger LOG = Logger.getLogger(ContractSurvey.class);

    private final Providers providers;
    private final Instances instances;

    ContractSurvey(Providers providers, Instances instances) {
        this.providers = providers;
        this.instances = instances;
    }

    /**
     * What was found.
     *
     * @param held each answering provider's contracts
     * @param owners the instances among their names
     * @param away providers that did not answer
     */
    record Found(Map<String, List<Contract>> held, Map<String, InstanceRow> owners, List<String> away) {

        /** Those of a provider that no instance owns. */
        List<Contract> orphansOf(String provider) {
            return held.getOrDefault(provider, List.of()).stream()
                    .filter(contract -> !owners.containsKey(contract.name()))
                    .toList();
        }
    }

    /** Asks all providers at once; one that is away is named, and hides nothing of the others. */
    Uni<Found> look(SqlClient client) {
        var all = providers.all();
        if (all.isEmpty()) {
            return Uni.createFrom().item(new Found(Map.of(), Map.of(), List.of()));
        }
        var answers = all.stream().map(ContractSurvey::ask).toList();
        return Uni.join().all(answers).andFailFast().chain(each -> {
            var held = new HashMap<String, List<Contract>>();
            var away = new ArrayList<String>();
            for (var answer : each) {
                if (answer.answered()) {
                    held.put(answer.provider(), answer.contracts());
                } else {
                    away.add(answer.provider());
                }
            }
            return join(client, held, away);
        });
    }

    /** The rows are read after the contracts: a row commits before its machine is asked for, so none is missed. */
    private Uni<Found> join(SqlClient client, Map<String, List<Contract>> held, List<String> away) {
        var names = held.values().stream()
                .flatMap(List::stream)
                .map(Contract::name)
                .distinct()
                .toList();
        return instances.known(Tx.of(client), names).map(rows -> {
            var owners = new HashMap<String, InstanceRow>();
            rows.forEach(row -> owners.put(row.id(), row));
            return new Found(held, owners, away);
        });
    }

    private record Answer(String provider, boolean answered, List<Contract> contracts) {}

    private static Uni<Answer> ask(Provider provider) {
        return provider.contracts()
                .ifNoItem()
                .after(Provider.CONTRACTS_DEADLINE)
                .fail()
                .map(contracts -> new Answer(provider.name(), true, contracts))
                .onFailure()
                .recoverWithItem(thrown -> {
                    LOG.warnf("provider %s did not tell its contracts: %s", provider.name(), thrown.getMessage());
                    return new Answer(provider.name(), false, List.of());
                });
    }
}
