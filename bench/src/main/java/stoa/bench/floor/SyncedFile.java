package stoa.bench.floor;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A file that is written round and round, synced for whatever waits at once: the least that can be
 * paid for a message that is on the disk before it is heard. It was filled beforehand, so a sync
 * has nothing to say to the file system; it waits for company as our journal does, when company
 * came the last time.
 */
final class SyncedFile {
    private static final int SIZE = 16 << 20;
    private static final int ENOUGH = 64;
    private static final long WINDOW_NANOS = 2_500_000;

    private record Entry(ByteBuf bytes, EventLoop loop, Runnable spoken) {}

    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private List<Entry> waiting = new ArrayList<>();
    private long position;
    private boolean company;

    private SyncedFile(FileChannel channel) {
        this.channel = channel;
    }

    static SyncedFile start(File file) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        file.toPath(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        for (int at = 0; at < SIZE; at += 1 << 20) {
            channel.write(ByteBuffer.allocateDirect(1 << 20), at);
        }
        channel.force(true);
        SyncedFile synced = new SyncedFile(channel);
        Thread.ofPlatform().name("journal").daemon().start(synced::run);
        return synced;
    }

    /** Has {@code spoken} run on that loop once the bytes are on the disk, in order. */
    void append(ByteBuf bytes, EventLoop loop, Runnable spoken) {
        lock.lock();
        try {
            waiting.add(new Entry(bytes, loop, spoken));
            if (waiting.size() == 1 || waiting.size() == ENOUGH) {
                work.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        while (true) {
            List<Entry> batch = take();
            try {
                write(batch);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Map<EventLoop, List<Runnable>> spoken = new HashMap<>();
            for (Entry entry : batch) {
                spoken.computeIfAbsent(entry.loop, loop -> new ArrayList<>()).add(entry.spoken);
            }
            spoken.forEach((loop, all) -> loop.execute(() -> all.forEach(Runnable::run)));
        }
    }

    private List<Entry> take() {
        lock.lock();
        try {
            while (waiting.isEmpty()) {
                work.awaitUninterruptibly();
            }
            int before = waiting.size();
            long left = company ? WINDOW_NANOS : 0;
            while (left > 0 && waiting.size() < ENOUGH) {
                left = work.awaitNanos(left);
            }
            company = waiting.size() > (company ? before : 1);
            List<Entry> batch = waiting;
            waiting = new ArrayList<>(batch.size());
            return batch;
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts it", e);
        } finally {
            lock.unlock();
        }
    }

    private void write(List<Entry> batch) throws IOException {
        for (Entry entry : batch) {
            if (entry.bytes.readableBytes() > buffer.remaining()) {
                flush();
            }
            int length = entry.bytes.readableBytes();
            buffer.limit(buffer.position() + length);
            entry.bytes.getBytes(entry.bytes.readerIndex(), buffer);
            buffer.limit(buffer.capacity());
        }
        flush();
        channel.force(false);
    }

    private void flush() throws IOException {
        buffer.flip();
        if (position + buffer.limit() > SIZE) {
            position = 0;
        }
        while (buffer.hasRemaining()) {
            position += channel.write(buffer, position);
        }
        buffer.clear();
    }
}
