package stoa.net.stream;

import stoa.core.hook.Descriptor;
import stoa.core.hook.Feature;
import stoa.core.hook.Hooks;
import stoa.core.hook.Xep;

/**
 * What the listeners and the streams build of XEPs, for the list of them. It joins no hooks: all of
 * it is before a session or below it.
 */
public final class Negotiation implements Feature {
    @Override
    public Descriptor describe() {
        return Descriptor.of(
                Xep.of(156, "1.4.0"),
                Xep.of(198, "1.6.2"),
                Xep.of(220, "1.1.1"),
                Xep.of(288, "1.0.1"),
                Xep.of(352, "1.0.0"),
                Xep.of(368, "1.1.0"),
                Xep.of(386, "1.1.0"),
                Xep.of(388, "1.0.4"),
                Xep.of(440, "0.4.2"),
                Xep.of(474, "0.5.0"),
                Xep.of(478, "0.1.0"),
                Xep.of(480, "0.2.0"),
                Xep.of(484, "0.2.0"),
                Xep.of(493, "0.1.0"));
    }

    @Override
    public void install(Hooks hooks) {}
}
