package stoa.store.memory;

import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import stoa.store.account.AccountDeleted;
import stoa.store.push.PushDisabled;
import stoa.store.push.PushEnabled;
import stoa.store.push.PushRegistration;
import stoa.store.push.PushStore;

final class MemoryPush implements PushStore {
    private static final Comparator<PushRegistration> ORDER =
            Comparator.comparing(
                            (PushRegistration r) -> r.account().toString(),
                            CodePointOrder.CODE_POINTS)
                    .thenComparing(r -> r.service().toString(), CodePointOrder.CODE_POINTS)
                    .thenComparing(PushRegistration::node, CodePointOrder.CODE_POINTS);

    private final MemoryTables tables;
    private final TreeSet<PushRegistration> registrations = new TreeSet<>(ORDER);

    MemoryPush(MemoryTables tables) {
        this.tables = tables;
        tables.on(
                PushEnabled.class,
                enabled -> {
                    registrations.remove(enabled.registration()); // the order knows the key alone
                    registrations.add(enabled.registration());
                });
        tables.on(
                PushDisabled.class,
                disabled ->
                        registrations.removeIf(
                                r ->
                                        r.account().equals(disabled.account())
                                                && r.isAt(disabled.service(), disabled.node())));
        tables.on(
                AccountDeleted.class,
                deleted -> registrations.removeIf(r -> r.account().equals(deleted.account())));
    }

    @Override
    public CompletionStage<List<PushRegistration>> list(@Nullable PushRegistration after, int max) {
        return tables.read(
                () ->
                        (after == null ? registrations : registrations.tailSet(after, false))
                                .stream().limit(Math.min(max, MAX_LISTED)).toList());
    }
}
