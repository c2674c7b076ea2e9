package stoa.app.pie;

import stoa.core.hook.Descriptor;
import stoa.core.hook.Feature;
import stoa.core.hook.Hooks;
import stoa.core.hook.Xep;

/** XEP-0227 in the list of what the server builds. It joins no hooks: commands run it. */
public final class Portability implements Feature {
    @Override
    public Descriptor describe() {
        return Descriptor.of(Xep.of(227, "1.1"));
    }

    @Override
    public void install(Hooks hooks) {}
}
