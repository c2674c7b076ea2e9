package stoa.store.sql;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.LongStream;
import stoa.core.journal.Change;
import stoa.store.Store;
import stoa.store.StoreException;
import stoa.store.StoreException.Problem;
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
import stoa.store.sql.archive.HistoryIndex;
import stoa.store.sql.archive.IndexedMessage;
import stoa.store.sql.archive.SqlArchive;
import stoa.store.sql.aspects.SqlAccounts;
import stoa.store.sql.aspects.SqlAliases;
import stoa.store.sql.aspects.SqlBlocks;
import stoa.store.sql.aspects.SqlClients;
import stoa.store.sql.aspects.SqlDomains;
import stoa.store.sql.aspects.SqlFastTokens;
import stoa.store.sql.aspects.SqlFiles;
import stoa.store.sql.aspects.SqlInvites;
import stoa.store.sql.aspects.SqlNotices;
import stoa.store.sql.aspects.SqlOffline;
import stoa.store.sql.aspects.SqlPeers;
import stoa.store.sql.aspects.SqlPrivateXml;
import stoa.store.sql.aspects.SqlPubsub;
import stoa.store.sql.aspects.SqlPush;
import stoa.store.sql.aspects.SqlReports;
import stoa.store.sql.aspects.SqlRooms;
import stoa.store.sql.aspects.SqlRosters;
import stoa.store.sql.aspects.SqlRuns;
import stoa.store.sql.aspects.SqlSecrets;
import stoa.store.sql.aspects.SqlVcards;
import stoa.store.sql.aspects.SqlVisits;
import stoa.store.sql.jdbc.Database;
import stoa.store.sql.jdbc.Migrations;
import stoa.store.sql.jdbc.Reads;
import stoa.store.vcard.VcardStore;
import stoa.store.visit.VisitStore;

/**
 * The store in SQL.
 *
 * <p>Threads: {@link #commit} runs on the journal's; reads on a few of {@link Reads}; the history
 * index and the housekeeping have one each. All failures that are not the program's own are {@link
 * StoreException}s with a sentence for the operator.
 */
public final class SqlStore implements Store {
    private final Database database;
    private final JournalWriter journal;
    private final ReentrantLock journalLock = new ReentrantLock();
    private final HistoryIndex index;
    private final Housekeeper housekeeper;
    private final Reads reads;
    private final long lastArchiveId;

    private final SqlArchive archive;
    private final SqlAccounts accounts;
    private final SqlFastTokens fastTokens;
    private final SqlClients clients;
    private final SqlDomains domains;
    private final SqlInvites invites;
    private final SqlSecrets secrets;
    private final SqlRosters rosters;
    private final SqlBlocks blocks;
    private final SqlReports reports;
    private final SqlPrivateXml privateXml;
    private final SqlVcards vcards;
    private final SqlOffline offline;
    private final SqlRooms rooms;
    private final SqlPubsub pubsub;
    private final SqlPush push;
    private final SqlRuns runs;
    private final SqlFiles files;
    private final SqlNotices notices;
    private final SqlVisits visits;
    private final SqlPeers peers;
    private final SqlAliases aliases;

    private boolean closed;

    /** Whether a commit has failed since the last that did not. */
    private boolean unsure;

    private SqlStore(Database database) throws SQLException {
        this.database = database;
        Migrations.run(database);
        journal = new JournalWriter(database);
        long lastMessage = journal.number("SELECT MAX(id) FROM archive");
        lastArchiveId =
                LongStream.of(
                                lastMessage,
                                journal.number("SELECT MAX(id) FROM room_log"),
                                journal.number("SELECT MAX(id) FROM report"))
                        .max()
                        .orElseThrow();
        String storeId = journal.storeId();
        index = new HistoryIndex(database, storeId, lastMessage);
        reads = new Reads(database, database.readThreads());
        housekeeper = new Housekeeper(database, journalLock);
        archive = new SqlArchive(reads, index, storeId);
        accounts = new SqlAccounts(reads);
        fastTokens = new SqlFastTokens(reads);
        clients = new SqlClients(reads);
        domains = new SqlDomains(reads);
        invites = new SqlInvites(reads);
        secrets = new SqlSecrets(reads);
        rosters = new SqlRosters(reads);
        blocks = new SqlBlocks(reads);
        reports = new SqlReports(reads);
        privateXml = new SqlPrivateXml(reads);
        vcards = new SqlVcards(reads);
        offline = new SqlOffline(reads);
        rooms = new SqlRooms(reads);
        pubsub = new SqlPubsub(reads);
        push = new SqlPush(reads);
        runs = new SqlRuns(reads);
        files = new SqlFiles(reads);
        notices = new SqlNotices(reads);
        visits = new SqlVisits(reads);
        peers = new SqlPeers(reads);
        aliases = new SqlAliases(reads);
    }

    /**
     * Opens the store and creates or migrates what is needed. For SQLite the data directory must be
     * held with {@link DataDirectory}; on PostgreSQL the database itself says if it is in use.
     */
    public static SqlStore open(StoreLocation location) {
        return open(location.database());
    }

    static SqlStore open(Database database) {
        try {
            SqlStore store = new SqlStore(database);
            store.index.start();
            store.housekeeper.start();
            return store;
        } catch (SQLException e) {
            database.close();
            throw database.explain(e);
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    @Override
    public void commit(List<Change> changes) {
        journalLock.lock();
        try {
            if (closed) {
                throw new StoreException(Problem.CLOSED, "The store is closed.");
            }
            List<IndexedMessage> messages = journal.commit(changes);
            if (unsure) {
                index.missed(); // now nothing of what failed before can come to be any more
                unsure = false;
            }
            index.committed(messages);
            housekeeper.committed();
        } catch (SQLException e) {
            failed();
            throw database.explain(e);
        } catch (RuntimeException | Error e) {
            failed();
            throw e;
        } finally {
            journalLock.unlock();
        }
    }

    /**
     * When the connection broke in the commit, the database may have made it durable all the same:
     * what it holds then is asked of itself.
     */
    private void failed() {
        unsure = true;
        index.missed();
    }

    @Override
    public long lastArchiveId() {
        return lastArchiveId;
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
    public void close() {
        journalLock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
        } finally {
            journalLock.unlock();
        }
        housekeeper.close();
        reads.close();
        index.close();
        try {
            journal.close();
        } catch (SQLException e) {
            throw database.explain(e);
        } finally {
            database.close();
        }
    }
}
