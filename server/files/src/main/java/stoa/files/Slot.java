package stoa.files;

import org.jspecify.annotations.Nullable;
import stoa.store.file.FilePurpose;
import stoa.xmpp.jid.BareJid;

/**
 * Leave to upload one file (XEP-0363 section 4).
 *
 * @param id 144 random bits: who knows it may upload the file, and read it afterwards
 * @param mediaType what the file will say it is, or null if anything
 */
public record Slot(
        String id,
        BareJid owner,
        String name,
        long size,
        @Nullable String mediaType,
        FilePurpose purpose,
        long expiresAtMs) {}
