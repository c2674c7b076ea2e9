package stoa.store;

import stoa.core.journal.JournalStore;
import stoa.store.account.AccountStore;
import stoa.store.account.ClientStore;
import stoa.store.account.FastTokenStore;
import stoa.store.alias.AliasStore;
import stoa.store.archive.ArchiveStore;
import stoa.store.block.BlockStore;
import stoa.store.domain.DomainStore;
import stoa.store.file.FileStore;
import stoa.store.invite.InviteStore;
import stoa.store.notice.NoticeStore;
import stoa.store.offline.OfflineStore;
import stoa.store.peer.PeerStore;
import stoa.store.privatexml.PrivateXmlStore;
import stoa.store.pubsub.PubsubStore;
import stoa.store.push.PushStore;
import stoa.store.report.AdministratorsReports;
import stoa.store.room.RoomStore;
import stoa.store.roster.RosterStore;
import stoa.store.run.RunStore;
import stoa.store.secret.SecretStore;
import stoa.store.vcard.VcardStore;
import stoa.store.visit.VisitStore;

/**
 * Everything one server remembers: the journal's end that writes it and the ports that read it.
 *
 * <p>A read may be asked from any thread, never blocks it, and sees every batch whose {@link
 * #commit} had returned when it was asked. A failed read completes its stage with a {@link
 * StoreException}; one with {@link StoreException.Problem#BUSY} was not tried.
 */
public interface Store extends JournalStore, AutoCloseable {
    ArchiveStore archive();

    AccountStore accounts();

    FastTokenStore fastTokens();

    ClientStore clients();

    DomainStore domains();

    InviteStore invites();

    SecretStore secrets();

    RosterStore rosters();

    BlockStore blocks();

    AdministratorsReports reports();

    PrivateXmlStore privateXml();

    VcardStore vcards();

    OfflineStore offline();

    RoomStore rooms();

    PubsubStore pubsub();

    PushStore push();

    RunStore runs();

    FileStore files();

    NoticeStore notices();

    VisitStore visits();

    PeerStore peers();

    AliasStore aliases();

    /** Ends the reads under way and lets go of the files. Commit nothing afterwards. */
    @Override
    void close();
}
