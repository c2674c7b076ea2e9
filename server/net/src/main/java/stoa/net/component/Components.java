package stoa.net.component;

import java.util.List;
import stoa.core.hook.Descriptor;
import stoa.core.hook.Feature;
import stoa.core.hook.Hooks;
import stoa.core.hook.Xep;

/** Plugs the components' addresses into the server. */
public final class Components implements Feature {
    private final List<Component> all;

    public Components(List<Component> all) {
        this.all = List.copyOf(all);
    }

    @Override
    public Descriptor describe() {
        return Descriptor.of(Xep.of(114, "1.6"));
    }

    @Override
    public void install(Hooks hooks) {
        all.forEach(hooks::service);
    }
}
