package stoa.app.serve;

import java.security.SecureRandom;
import java.time.InstantSource;
import stoa.app.config.ServiceAddresses;
import stoa.app.config.StoaConfig;
import stoa.core.route.Router;
import stoa.files.FileAddresses;
import stoa.files.Slots;
import stoa.files.UploadLimits;
import stoa.files.UploadService;
import stoa.store.file.FileStore;
import stoa.xmpp.jid.DomainJid;

/** The upload services of all domains, and the slots that they and the web port have in common. */
final class Sharing {
    private static final long MIB = 1024 * 1024;

    final Slots slots;
    private final UploadLimits limits;
    private final FileStore files;
    private final Router router;
    private final InstantSource clock;
    private final FileAddresses addresses;
    private volatile int port;

    Sharing(
            StoaConfig config,
            FileStore files,
            Router router,
            SecureRandom random,
            InstantSource clock) {
        limits = UploadLimits.of(config.files().maxMb() * MIB, config.files().dailyMb() * MIB);
        slots = new Slots(limits, random, clock);
        port = config.web().publicPort();
        addresses = new FileAddresses(() -> port);
        this.files = files;
        this.router = router;
        this.clock = clock;
    }

    /** The port that is listened on, which is people's unless another one was configured. */
    void listeningOn(int webPort) {
        if (port == 0) {
            port = webPort;
        }
    }

    UploadService service(DomainJid domain) {
        return new UploadService(
                DomainJid.of(ServiceAddresses.UPLOAD + "." + domain),
                domain.domain(),
                limits,
                slots,
                files,
                addresses,
                router,
                clock);
    }
}
