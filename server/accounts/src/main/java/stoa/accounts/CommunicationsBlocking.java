package stoa.accounts;

import stoa.core.hook.Descriptor;
import stoa.core.hook.Feature;
import stoa.core.hook.Hooks;
import stoa.core.hook.Target;
import stoa.core.hook.Xep;
import stoa.store.report.Report;

/**
 * XEP-0191 and XEP-0377 as service discovery shows them. What they do is the accounts' own: {@link
 * BlockRequests} and whatever asks the block lists.
 */
public final class CommunicationsBlocking implements Feature {
    @Override
    public Descriptor describe() {
        return Descriptor.of(Xep.of(191, "1.3"), Xep.of(377, "0.4.1"))
                .advertises(Target.SERVER, BlockRequests.NAMESPACE, Report.NAMESPACE);
    }

    @Override
    public void install(Hooks hooks) {}
}
