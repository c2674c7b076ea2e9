package stoa.files;

import java.time.Duration;

/**
 * What may be uploaded.
 *
 * @param fileBytes the largest file
 * @param dayBytes the most that an account may upload within a day
 * @param slotLife how long a slot waits for its file
 * @param slotsPerAccount slots of an account that wait at the same time
 */
public record UploadLimits(long fileBytes, long dayBytes, Duration slotLife, int slotsPerAccount) {
    /** All slots that wait at the same time, whoever asked for them. */
    static final int SLOTS = 50_000;

    /** A file's name, in UTF-16 units. */
    static final int NAME_LENGTH = 255;

    public static UploadLimits of(long fileBytes, long dayBytes) {
        return new UploadLimits(fileBytes, dayBytes, Duration.ofMinutes(5), 100);
    }
}
