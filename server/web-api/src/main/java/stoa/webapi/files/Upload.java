package stoa.webapi.files;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stoa.files.Slot;
import stoa.store.file.FileSaved;
import stoa.store.file.StoredFile;

/**
 * One file being received. It is written as it comes, no faster than the disk takes it, hashed on
 * the way, and answered with 201 when it is on the disk and known to the store. Confined to the
 * request's event loop; what blocks runs on a worker.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails is answered, and there is nobody else
final class Upload {
    private static final Logger LOG = LoggerFactory.getLogger(Upload.class);

    /** Insufficient Storage (RFC 4918 section 11.5). */
    private static final int DISK_FAILED = 507;

    /** A client that sends nothing for so long is let go. */
    private static final long SILENT_MS = 60_000;

    private static final long LOOK_EVERY_MS = 10_000;

    private final Uploads uploads;
    private final RoutingContext context;
    private final Vertx vertx;
    private final HttpServerRequest request;
    private final Slot slot;
    private final String mediaType;
    private final Path place;
    private final MessageDigest digest = sha256();
    private @Nullable AsyncFile file;
    private @Nullable Future<Void> closing;
    private long received;
    private long receivedBefore = -1;
    private long quietMs;
    private long watch;
    private boolean over;

    Upload(Uploads uploads, RoutingContext context, Slot slot, String mediaType) {
        this.uploads = uploads;
        this.context = context;
        this.vertx = context.vertx();
        this.request = context.request();
        this.slot = slot;
        this.mediaType = mediaType;
        this.place = uploads.blobs.incoming(slot.id());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    void begin() {
        request.pause();
        request.exceptionHandler(gone -> fail(400, "The file did not come whole.", null));
        if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
            request.response().writeContinue();
        }
        vertx.fileSystem()
                .open(
                        place.toString(),
                        new OpenOptions().setCreate(true).setWrite(true).setTruncateExisting(true))
                .onSuccess(this::receive)
                .onFailure(this::diskFails);
    }

    private void receive(AsyncFile opened) {
        if (over) {
            discard(opened);
            return;
        }
        file = opened;
        opened.exceptionHandler(this::diskFails);
        request.handler(chunk -> chunk(opened, chunk));
        request.endHandler(end -> whole(opened));
        watch = vertx.setPeriodic(LOOK_EVERY_MS, at -> look());
        request.resume();
    }

    private void chunk(AsyncFile into, Buffer chunk) {
        if (over) {
            return;
        }
        received += chunk.length();
        if (received > slot.size()) {
            fail(400, "The file is longer than the slot.", null);
            return;
        }
        digest.update(chunk.getBytes());
        into.write(chunk).onFailure(this::diskFails);
        if (into.writeQueueFull()) {
            request.pause();
            into.drainHandler(again -> request.resume());
        }
    }

    /** Lets go of a client that has stopped sending. */
    private void look() {
        quietMs = received == receivedBefore ? quietMs + LOOK_EVERY_MS : 0;
        receivedBefore = received;
        if (quietMs >= SILENT_MS) {
            fail(408, "Nothing came for a minute.", null);
        }
    }

    private void whole(AsyncFile written) {
        if (over) {
            return;
        }
        if (received != slot.size()) {
            fail(400, "The file did not come whole.", null);
            return;
        }
        vertx.cancelTimer(watch);
        String sha256 = HexFormat.of().formatHex(digest.digest());
        close(written)
                .compose(
                        closed ->
                                vertx.<@Nullable Void>executeBlocking(
                                        () -> {
                                            uploads.blobs.keep(place, sha256);
                                            return null;
                                        },
                                        false))
                .compose(
                        kept ->
                                Future.fromCompletionStage(save(sha256), vertx.getOrCreateContext())
                                        .onComplete(known -> uploads.blobs.settled(sha256)))
                .onSuccess(saved -> done())
                .onFailure(this::diskFails);
    }

    private java.util.concurrent.CompletionStage<Void> save(String sha256) {
        return uploads.journal.record(
                List.of(
                        new FileSaved(
                                new StoredFile(
                                        slot.id(),
                                        slot.owner(),
                                        slot.name(),
                                        mediaType,
                                        slot.size(),
                                        sha256,
                                        uploads.clock.instant(),
                                        slot.purpose()))));
    }

    private void done() {
        over = true;
        FileRoutes.say(context, 201, "The file can be had at this address from now on.");
    }

    private void diskFails(Throwable failure) {
        boolean ofTheDisk =
                failure instanceof IOException || failure.getCause() instanceof FileSystemException;
        fail(
                ofTheDisk ? DISK_FAILED : 500,
                "The server could not keep the file; try again later.",
                failure);
    }

    /** Answers, forgets what was received, and lets the slot wait for another try. */
    private void fail(int status, String sentence, @Nullable Throwable why) {
        if (over) {
            return;
        }
        over = true;
        vertx.cancelTimer(watch);
        if (why != null) {
            if (status == DISK_FAILED) {
                LOG.error(
                        "upload_failed owner={} bytes={} reason=\"{}\"",
                        slot.owner(),
                        received,
                        why.getMessage());
            } else {
                LOG.error("upload_failed owner={} bytes={}", slot.owner(), received, why);
            }
        }
        AsyncFile opened = file;
        if (opened != null) {
            discard(opened);
        }
        Refusal.say(context, status, sentence);
    }

    /** Once: a write that fails is heard of behind the end of the request, too. */
    private Future<Void> close(AsyncFile opened) {
        Future<Void> begun = closing;
        if (begun == null) {
            begun = opened.close();
            closing = begun;
        }
        return begun;
    }

    private void discard(AsyncFile opened) {
        close(opened)
                .eventually(() -> vertx.fileSystem().delete(place.toString()))
                .onComplete(gone -> uploads.slots.giveBack(slot));
    }
}
