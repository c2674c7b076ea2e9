package stoa.webapi.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stoa.core.journal.Journal;
import stoa.files.Blobs;
import stoa.files.Slot;
import stoa.files.Slots;
import stoa.files.UploadLimits;
import stoa.store.file.FilePurpose;
import stoa.store.file.StoredFile;
import stoa.store.memory.MemoryStore;
import stoa.testkit.ManualClock;
import stoa.testkit.Spec;
import stoa.xmpp.jid.BareJid;

/** Uploads and downloads over a real socket. */
class FileRoutesTest {
    private static final BareJid JULIET = BareJid.of("juliet@example.org");

    private final ManualClock clock = new ManualClock();
    private final MemoryStore store = new MemoryStore();
    private final Journal journal =
            new Journal(store, InstantSource.system(), 1 << 20, new NoScope());
    private final UploadLimits limits = UploadLimits.of(1 << 26, 1 << 28);
    private final Slots slots = new Slots(limits, new SecureRandom(), InstantSource.system());
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http = HttpClient.newHttpClient();
    private @Nullable HttpServer server;
    @TempDir private Path data;

    private record NoScope() implements Journal.ReleaseScope {
        @Override
        public void beginBatch() {}

        @Override
        public void endBatch() {}
    }

    @BeforeEach
    void start() throws Exception {
        journal.start();
        Router router = Router.router(vertx);
        new FileRoutes(slots, Blobs.open(data), store.files(), journal, clock).mount(router);
        server =
                vertx.createHttpServer()
                        .requestHandler(router)
                        .listen(0, "127.0.0.1")
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(60, TimeUnit.SECONDS);
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
        journal.close();
    }

    private Slot slot(String id, String name, long size, @Nullable String type) {
        return slot(id, name, size, type, FilePurpose.MESSAGE);
    }

    private Slot slot(
            String id, String name, long size, @Nullable String type, FilePurpose purpose) {
        Slot slot = new Slot(id, JULIET, name, size, type, purpose, Long.MAX_VALUE);
        slots.giveBack(slot);
        return slot;
    }

    private URI address(Slot slot) {
        assertThat(server).isNotNull();
        return URI.create("http://127.0.0.1:" + server.actualPort() + "/files/" + slot.id() + "/f");
    }

    private int put(Slot slot, byte[] bytes, String type) throws Exception {
        return put(slot, BodyPublishers.ofByteArray(bytes), type);
    }

    private int put(Slot slot, BodyPublisher body, String type) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(address(slot)).PUT(body);
        if (!type.isEmpty()) {
            request.header("Content-Type", type);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private HttpResponse<byte[]> get(Slot slot, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(address(slot));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private List<Path> onDisk() throws IOException {
        try (Stream<Path> walk = Files.walk(data)) {
            return walk.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    @Spec(xep = 363, section = "7", says = "201: the file can be had from now on")
    void what_was_put_can_be_got() throws Exception {
        byte[] bytes = new byte[3_000_000];
        new Random(1).nextBytes(bytes);
        Slot slot = slot("one", "söme photo.png", bytes.length, "image/png");
        assertThat(put(slot, bytes, "image/png")).isEqualTo(201);
        HttpResponse<byte[]> got = get(slot);
        assertThat(got.statusCode()).isEqualTo(200);
        assertThat(got.body()).isEqualTo(bytes);
        assertThat(got.headers().firstValue("Content-Type")).contains("image/png");
        assertThat(got.headers().firstValue("Content-Disposition"))
                .contains("inline; filename*=UTF-8''s%C3%B6me%20photo.png");
        assertThat(got.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
        StoredFile known = store.files().find("one").toCompletableFuture().get().orElseThrow();
        assertThat(known.owner()).isEqualTo(JULIET);
        assertThat(known.size()).isEqualTo(bytes.length);
        assertThat(onDisk())
                .singleElement()
                .satisfies(
                        file ->
                                assertThat(file.getFileName().toString())
                                        .isEqualTo(known.sha256()));
    }

    @Test
    void the_same_file_is_kept_once() throws Exception {
        byte[] bytes = "the same".getBytes(StandardCharsets.UTF_8);
        Slot one = slot("one", "a", bytes.length, null);
        Slot two = slot("two", "b", bytes.length, null);
        assertThat(put(one, bytes, "")).isEqualTo(201);
        assertThat(put(two, bytes, "")).isEqualTo(201);
        assertThat(get(two).body()).isEqualTo(bytes);
        assertThat(onDisk()).hasSize(1);
    }

    @Test
    @Timeout(60)
    void what_cannot_be_made_known_is_refused_and_its_slot_may_be_tried_again() throws Exception {
        byte[] bytes = {1, 2, 3};
        Slot slot = slot("one", "a", 3, null);
        journal.close(); // as on a full disk, it fails when the file is whole and closed
        assertThat(put(slot, bytes, "")).isEqualTo(500);
        int again;
        do { // the slot is free when what was received is gone, which the answer does not wait for
            again = put(slot, bytes, "");
        } while (again == 403);
        assertThat(again).isEqualTo(500);
        assertThat(get(slot).statusCode()).isEqualTo(404);
    }

    @Test
    void a_slot_takes_one_file() throws Exception {
        byte[] bytes = {1, 2, 3};
        Slot slot = slot("one", "a", 3, null);
        assertThat(put(slot, bytes, "")).isEqualTo(201);
        assertThat(put(slot, new byte[] {4, 5, 6}, "")).isEqualTo(403);
        assertThat(get(slot).body()).isEqualTo(bytes);
    }

    @Test
    @Spec(xep = 363, section = "5.3", says = "an ephemeral file is gone at its end")
    void what_has_an_end_of_its_own_is_neither_found_nor_kept_by_browsers_beyond_it()
            throws Exception {
        FilePurpose story =
                new FilePurpose(
                        FilePurpose.Kind.EPHEMERAL, clock.instant().plus(Duration.ofHours(24)));
        Slot slot = slot("story", "a", 3, null, story);
        assertThat(put(slot, new byte[3], "")).isEqualTo(201);
        clock.advance(Duration.ofHours(23));
        HttpResponse<byte[]> got = get(slot);
        assertThat(got.statusCode()).isEqualTo(200);
        assertThat(got.headers().firstValue("Cache-Control"))
                .contains("private, max-age=3600, immutable");
        clock.advance(Duration.ofHours(1));
        assertThat(get(slot).statusCode()).isEqualTo(404);
        assertThat(get(slot, "If-None-Match", got.headers().firstValue("ETag").orElseThrow()))
                .extracting(HttpResponse::statusCode)
                .isEqualTo(404);
    }

    @Test
    @Spec(xep = 363, section = "7", says = "another length or type is refused")
    void what_was_not_asked_for_is_refused_and_may_be_tried_again() throws Exception {
        Slot slot = slot("one", "a", 3, "image/png");
        assertThat(put(slot, new byte[4], "image/png")).isEqualTo(400);
        assertThat(put(slot, new byte[2], "image/png")).isEqualTo(400);
        assertThat(put(slot, new byte[3], "text/html")).isEqualTo(415);
        assertThat(
                        put(
                                slot,
                                BodyPublishers.fromPublisher(
                                        BodyPublishers.ofByteArray(new byte[3])),
                                "image/png"))
                .as("no length")
                .isEqualTo(411);
        assertThat(get(slot).statusCode()).isEqualTo(404);
        assertThat(onDisk()).isEmpty();
        assertThat(put(slot, new byte[3], "IMAGE/PNG; x=y")).isEqualTo(201);
    }

    @Test
    @Spec(rfc = 9112, section = "9.6", says = "an answer is not lost with what is still coming")
    void who_is_refused_while_sending_reads_why_and_may_go_on() throws Exception {
        Slot slot = slot("six", "f", 5, null);
        byte[] tooLong = new byte[8_000_000];
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), address(slot).getPort())) {
            socket.setSoTimeout(60_000);
            OutputStream out = socket.getOutputStream();
            String put = "PUT /files/six/f HTTP/1.1\r\nHost: x\r\nContent-Length: 8000000\r\n\r\n";
            out.write(put.getBytes(StandardCharsets.US_ASCII));
            for (int sent = 0; sent < tooLong.length; sent += 100_000) {
                out.write(tooLong, sent, 100_000);
            }
            out.write(
                    "GET /files/none/f HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            String answers =
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answers)
                    .startsWith("HTTP/1.1 400 ")
                    .contains("The slot is for a file of 5 bytes.")
                    .contains("HTTP/1.1 404 ");
        }
    }

    @Test
    @Spec(rfc = 9110, section = "10.1.1", says = "a final answer in place of 100: it closes")
    void who_asks_for_leave_is_refused_before_it_sends() throws Exception {
        Slot slot = slot("seven", "f", 5, null);
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), address(slot).getPort())) {
            socket.setSoTimeout(60_000);
            String put =
                    "PUT /files/seven/f HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\nExpect: 100-continue\r\n\r\n";
            socket.getOutputStream().write(put.getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 400 ")
                    .containsIgnoringCase("connection: close");
        }
    }

    @Test
    void an_upload_that_breaks_off_leaves_nothing_and_may_be_tried_again() throws Exception {
        Slot slot = slot("one", "a", 100_000, null);
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), address(slot).getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(
                    ("PUT "
                                    + address(slot).getPath()
                                    + " HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            out.write(new byte[50_000]);
            out.flush();
            until(() -> !onDisk().isEmpty()); // it has begun
        }
        until(() -> isFree(slot)); // the server has noticed
        byte[] whole = new byte[100_000];
        assertThat(put(slot, whole, "")).isEqualTo(201);
        assertThat(get(slot).body()).isEqualTo(whole);
        assertThat(onDisk()).hasSize(1);
    }

    private boolean isFree(Slot slot) {
        Slot taken = slots.take(slot.id());
        if (taken != null) {
            slots.giveBack(taken);
        }
        return taken != null;
    }

    private static void until(Callable<Boolean> holds) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!holds.call()) {
            assertThat(System.nanoTime()).as("it came to hold").isLessThan(deadline);
        }
    }

    @Test
    void what_an_earlier_process_was_still_receiving_is_taken_away() throws Exception {
        Files.write(data.resolve("files/incoming/half"), new byte[10]);
        Blobs.open(data);
        assertThat(onDisk()).isEmpty();
    }

    @Test
    void an_unknown_address_says_so() throws Exception {
        Slot unknown =
                new Slot("nothing", JULIET, "a", 3, null, FilePurpose.MESSAGE, Long.MAX_VALUE);
        assertThat(put(unknown, new byte[3], "")).isEqualTo(403);
        assertThat(get(unknown).statusCode()).isEqualTo(404);
        Slot strange =
                new Slot(
                        "..%2f..%2fstoa.toml",
                        JULIET, "a", 3, null, FilePurpose.MESSAGE, Long.MAX_VALUE);
        assertThat(get(strange).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-3, 0123, bytes 0-3/10",
        "bytes=7-, 789, bytes 7-9/10",
        "bytes=-2, 89, bytes 8-9/10",
        "bytes=5-99, 56789, bytes 5-9/10",
        "bytes=-99, 0123456789, ",
    })
    @Spec(rfc = 9110, section = "14.1.2", says = "both ends included; or the last so many")
    void a_part_can_be_had(String range, String part, @Nullable String says) throws Exception {
        Slot slot = slot("one", "a.txt", 10, "text/plain");
        put(slot, "0123456789".getBytes(StandardCharsets.US_ASCII), "text/plain");
        HttpResponse<byte[]> got = get(slot, "Range", range);
        assertThat(got.statusCode()).isEqualTo(says == null ? 200 : 206);
        assertThat(new String(got.body(), StandardCharsets.US_ASCII)).isEqualTo(part);
        assertThat(got.headers().firstValue("Content-Range").orElse(null)).isEqualTo(says);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=10-", "bytes=5-4", "bytes=-0"})
    void a_part_outside_cannot(String range) throws Exception {
        Slot slot = slot("one", "a.txt", 10, "text/plain");
        put(slot, "0123456789".getBytes(StandardCharsets.US_ASCII), "text/plain");
        HttpResponse<byte[]> got = get(slot, "Range", range);
        assertThat(got.statusCode()).isEqualTo(416);
        assertThat(got.headers().firstValue("Content-Range")).contains("bytes */10");
    }

    @Test
    void who_has_it_already_is_told_so() throws Exception {
        Slot slot = slot("one", "a", 3, null);
        put(slot, new byte[3], "");
        String tag = get(slot).headers().firstValue("ETag").orElseThrow();
        assertThat(get(slot, "If-None-Match", tag).statusCode()).isEqualTo(304);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "image/svg+xml", "application/xml", "text/javascript"})
    void what_could_run_is_only_downloaded(String type) throws Exception {
        Slot slot = slot("one", "page", 3, type);
        assertThat(put(slot, new byte[3], type)).isEqualTo(201);
        HttpResponse<byte[]> got = get(slot);
        assertThat(got.headers().firstValue("Content-Type")).contains("application/octet-stream");
        assertThat(got.headers().firstValue("Content-Disposition").orElse(""))
                .startsWith("attachment");
        assertThat(got.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'none'", "sandbox");
    }

    @Test
    void a_browser_may_ask_whether_it_may_upload() throws Exception {
        Slot slot = slot("one", "a", 3, null);
        HttpResponse<Void> answer =
                http.send(
                        HttpRequest.newBuilder(address(slot))
                                .method("OPTIONS", BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.discarding());
        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Methods").orElse(""))
                .contains("PUT");
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
        assertThat(put(slot, new byte[3], "")).as("the slot is still there").isEqualTo(201);
    }
}
