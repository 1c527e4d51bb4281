package hero.deployer.removal;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

import hero.deployer.instance.InstanceRow;
import hero.deployer.provider.Contract;

/** A contract as JSON; {@code since} says how long it has been orphaned. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ContractView(
        String provider,
        String name,
        String node,
        String kind,
        @Nullable String instance,
        @Nullable String organization,
        boolean orphaned,
        @Nullable Instant since) {

    static ContractView of(Contract contract, @Nullable InstanceRow owner, @Nullable Instant since) {
        return new ContractView(
                contract.provider(),
                contract.name(),
                contract.node(),
                contract.kind(),
                owner == null ? null : owner.id(),
                owner == null ? null : owner.organization(),
                owner == null,
                since);
    }

    /**
     * The list.
     *
     * @param away providers that did not answer: what they hold is not listed
     */
    record ContractList(
            List<ContractView> items,

            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable
            String next,

            List<String> away) {}
}
