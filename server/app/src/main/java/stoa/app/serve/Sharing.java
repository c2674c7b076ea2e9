package stoa.app.serve;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import stoa.app.config.ServiceAddresses;
import stoa.app.config.StoaConfig;
import stoa.core.entity.SteadyClock;
import stoa.core.entity.Timers;
import stoa.core.journal.Journal;
import stoa.core.route.Router;
import stoa.files.Blobs;
import stoa.files.FileAddresses;
import stoa.files.Retention;
import stoa.files.Slots;
import stoa.files.UploadLimits;
import stoa.files.UploadService;
import stoa.store.file.FileStore;
import stoa.xmpp.jid.DomainJid;

/** The upload services of all domains, and the slots that they and the web port have in common. */
final class Sharing {
    private static final long MIB = 1024 * 1024;
    private static final Duration FIRST_SWEEP = Duration.ofMinutes(1);
    private static final Duration SWEEP_EVERY = Duration.ofDays(1);

    final Slots slots;
    private final UploadLimits limits;
    private final FileStore files;
    private final Router router;
    private final InstantSource clock;
    private final FileAddresses addresses;
    private final int keepDays;
    private volatile int port;

    Sharing(
            StoaConfig config,
            FileStore files,
            Router router,
            SecureRandom random,
            InstantSource clock) {
        limits = UploadLimits.of(config.files().maxMb() * MIB, config.files().dailyMb() * MIB);
        slots = new Slots(limits, random, SteadyClock.ofProcess());
        port = config.web().publicPort();
        keepDays = config.files().keepDays();
        addresses = new FileAddresses(() -> port);
        this.files = files;
        this.router = router;
        this.clock = clock;
    }

    /** From a minute after now files are swept every day, for the life of the process. */
    void sweepDaily(Blobs blobs, Journal journal, Timers timers) {
        Retention retention = new Retention(files, blobs, journal, keepDays, clock);
        timers.after(FIRST_SWEEP, () -> sweep(retention, timers));
    }

    private static void sweep(Retention retention, Timers timers) {
        var _ =
                Thread.ofVirtual()
                        .name("files-sweep")
                        .start(
                                () -> {
                                    try {
                                        retention.sweep();
                                    } catch (InterruptedException e) {
                                        return; // the process ends
                                    } finally {
                                        timers.after(SWEEP_EVERY, () -> sweep(retention, timers));
                                    }
                                });
    }

    /** The port that is listened on, which is people's unless another one was configured. */
    void listeningOn(int webPort) {
        if (port == 0) {
            port = webPort;
        }
    }

    /** Under which people reach the web port. */
    int port() {
        return port;
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
