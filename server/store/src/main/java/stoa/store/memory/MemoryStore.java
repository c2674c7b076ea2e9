package stoa.store.memory;

import java.util.List;
import java.util.concurrent.Executor;
import stoa.core.journal.Change;
import stoa.store.Store;
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
 * The whole store in memory, with the semantics of the real one: a batch becomes visible as a whole
 * or not at all, and in order. It holds everything for ever: for tests and stories.
 */
public final class MemoryStore implements Store {
    /** Stands before every commit; tests block or fail there. */
    public interface CommitGate {
        void beforeCommit(List<Change> changes) throws Exception;
    }

    private final MemoryTables tables;
    private final CommitGate gate;
    private final MemoryNumbers numbers;
    private final MemoryArchive archive;
    private final MemoryAccounts accounts;
    private final MemoryFastTokens fastTokens;
    private final MemoryClients clients;
    private final MemoryDomains domains;
    private final MemoryInvites invites;
    private final MemorySecrets secrets;
    private final MemoryRosters rosters;
    private final MemoryBlocks blocks;
    private final MemoryReports reports;
    private final MemoryPrivateXml privateXml;
    private final MemoryVcards vcards;
    private final MemoryOffline offline;
    private final MemoryRooms rooms;
    private final MemoryPubsub pubsub;
    private final MemoryPush push;
    private final MemoryRuns runs;
    private final MemoryFiles files;
    private final MemoryNotices notices;
    private final MemoryVisits visits;
    private final MemoryPeers peers;
    private final MemoryAliases aliases;

    /** A store whose reads run at once, on the thread that asks. */
    public MemoryStore() {
        this(Runnable::run, changes -> {});
    }

    public MemoryStore(Executor reads, CommitGate gate) {
        this.gate = gate;
        tables = new MemoryTables(reads);
        numbers = new MemoryNumbers(tables);
        archive = new MemoryArchive(tables);
        accounts = new MemoryAccounts(tables);
        fastTokens = new MemoryFastTokens(tables);
        clients = new MemoryClients(tables);
        domains = new MemoryDomains(tables);
        invites = new MemoryInvites(tables);
        secrets = new MemorySecrets(tables);
        rosters = new MemoryRosters(tables);
        blocks = new MemoryBlocks(tables);
        reports = new MemoryReports(tables);
        privateXml = new MemoryPrivateXml(tables);
        vcards = new MemoryVcards(tables);
        offline = new MemoryOffline(tables);
        rooms = new MemoryRooms(tables);
        pubsub = new MemoryPubsub(tables);
        push = new MemoryPush(tables);
        runs = new MemoryRuns(tables);
        files = new MemoryFiles(tables);
        notices = new MemoryNotices(tables);
        visits = new MemoryVisits(tables);
        peers = new MemoryPeers(tables);
        aliases = new MemoryAliases(tables);
    }

    @Override
    public void commit(List<Change> changes) throws Exception {
        gate.beforeCommit(changes);
        tables.apply(changes);
    }

    @Override
    public long lastArchiveId() {
        return numbers.last();
    }

    @Override
    public ArchiveStore archive() {
        return archive;
    }

    @Override
    public AccountStore accounts() {
        return accounts;
    }

    @Override
    public FastTokenStore fastTokens() {
        return fastTokens;
    }

    @Override
    public ClientStore clients() {
        return clients;
    }

    @Override
    public DomainStore domains() {
        return domains;
    }

    @Override
    public InviteStore invites() {
        return invites;
    }

    @Override
    public SecretStore secrets() {
        return secrets;
    }

    @Override
    public RosterStore rosters() {
        return rosters;
    }

    @Override
    public BlockStore blocks() {
        return blocks;
    }

    @Override
    public AdministratorsReports reports() {
        return reports;
    }

    @Override
    public PrivateXmlStore privateXml() {
        return privateXml;
    }

    @Override
    public VcardStore vcards() {
        return vcards;
    }

    @Override
    public OfflineStore offline() {
        return offline;
    }

    @Override
    public RoomStore rooms() {
        return rooms;
    }

    @Override
    public PubsubStore pubsub() {
        return pubsub;
    }

    @Override
    public PushStore push() {
        return push;
    }

    @Override
    public RunStore runs() {
        return runs;
    }

    @Override
    public FileStore files() {
        return files;
    }

    @Override
    public NoticeStore notices() {
        return notices;
    }

    @Override
    public VisitStore visits() {
        return visits;
    }

    @Override
    public PeerStore peers() {
        return peers;
    }

    @Override
    public AliasStore aliases() {
        return aliases;
    }

    @Override
    public void close() {}
}
