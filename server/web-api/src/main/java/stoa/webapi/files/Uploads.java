package stoa.webapi.files;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import stoa.core.journal.Journal;
import stoa.files.Blobs;
import stoa.files.MediaTypes;
import stoa.files.Slot;
import stoa.files.Slots;

/**
 * Takes files into their slots (XEP-0363 section 7): a file whose length or type is not what was
 * asked for is refused, and the slot waits on.
 */
final class Uploads {
    final Slots slots;
    final Blobs blobs;
    final Journal journal;
    final InstantSource clock;

    Uploads(Slots slots, Blobs blobs, Journal journal, InstantSource clock) {
        this.slots = slots;
        this.blobs = blobs;
        this.journal = journal;
        this.clock = clock;
    }

    void begin(RoutingContext context, Slot slot) {
        HttpServerRequest request = context.request();
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        if (length == null) {
            refuse(context, slot, 411, "Say how long the file is (Content-Length).");
        } else if (!length.equals(Long.toString(slot.size()))) {
            refuse(context, slot, 400, "The slot is for a file of " + slot.size() + " bytes.");
        } else if (slot.mediaType() != null
                && type != null
                && !MediaTypes.bare(type).equals(slot.mediaType())) {
            refuse(context, slot, 415, "The slot is for a file of type " + slot.mediaType() + ".");
        } else {
            new Upload(
                            this,
                            context,
                            slot,
                            slot.mediaType() == null ? MediaTypes.bare(type) : slot.mediaType())
                    .begin();
        }
    }

    private void refuse(RoutingContext context, Slot slot, int status, String sentence) {
        slots.giveBack(slot);
        Refusal.say(context, status, sentence);
    }
}
