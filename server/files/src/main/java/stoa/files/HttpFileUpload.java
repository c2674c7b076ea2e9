package stoa.files;

import java.util.List;
import stoa.core.hook.Descriptor;
import stoa.core.hook.Feature;
import stoa.core.hook.Hooks;
import stoa.core.hook.Xep;

/** Plugs the upload services into the server. */
public final class HttpFileUpload implements Feature {
    private final List<UploadService> services;

    public HttpFileUpload(List<UploadService> services) {
        this.services = List.copyOf(services);
    }

    @Override
    public Descriptor describe() {
        return Descriptor.of(Xep.of(363, "1.2.0"));
    }

    @Override
    public void install(Hooks hooks) {
        services.forEach(hooks::service);
    }
}
