using Microsoft.Data.Sqlite;

namespace LoyaltyEngine.Journal.Keys;

/// <summary>
/// A vault in an SQLite file in the installation's key folder. Keys are stored wrapped under the master key; what is
/// deleted is overwritten in the file. Keys asked for at the same time become durable in one transaction. Thread-safe.
/// </summary>
/// <remarks>
/// Overwriting reaches what the file system shows. Copies that a solid-state disk or a snapshot keeps are out of reach
/// of any program: they hold wrapped keys, of no use without the master key.
/// </remarks>
public sealed class SqliteMemberKeyVault : IMemberKeyVault
{
    /// <summary>The most callers that may wait for a transaction.</summary>
    public const int WaitingMax = 64 * 1024;

    private readonly InstallationKeys _keys;
    private readonly SqliteConnection _connection;
    private readonly Lock _database = new();
    private readonly Lock _lock = new();
    private List<VaultRequest> _waiting = [];
    private bool _isWorking;
    private bool _disposed;

    private SqliteMemberKeyVault(InstallationKeys keys, SqliteConnection connection) =>
        (_keys, _connection) = (keys, connection);

    /// <summary>Opens the vault in an installation's key folder, made where there is none.</summary>
    public static SqliteMemberKeyVault Open(InstallationKeys keys)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = keys.MembersPath,
            Pooling = false,
        }.ToString());
        connection.Open();
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(keys.MembersPath, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var vault = new SqliteMemberKeyVault(keys, connection);

        // Normal locking, too: with exclusive locking SQLite keeps its journal file, and in it what was deleted.
        vault.Execute(
            """
            PRAGMA journal_mode = DELETE;
            PRAGMA synchronous = EXTRA;
            PRAGMA secure_delete = ON;
            CREATE TABLE IF NOT EXISTS member_key (stream TEXT PRIMARY KEY, wrapped BLOB NOT NULL) WITHOUT ROWID;
            CREATE TABLE IF NOT EXISTS marked_member (stream TEXT PRIMARY KEY) WITHOUT ROWID;
            """);
        return vault;
    }

    /// <inheritdoc/>
    public async ValueTask<MemberKey> GetOrCreateAsync(StreamId member) =>
        Find(member) ?? (await SubmitAsync(member, VaultAction.Create).ConfigureAwait(false))!;

    /// <inheritdoc/>
    public ValueTask<MemberKey?> FindAsync(StreamId member) => ValueTask.FromResult(Find(member));

    /// <inheritdoc/>
    public async ValueTask<bool> DeleteAsync(StreamId member) =>
        await SubmitAsync(member, VaultAction.Delete).ConfigureAwait(false) is not null;

    /// <inheritdoc/>
    public async ValueTask MarkAsync(StreamId member) =>
        await SubmitAsync(member, VaultAction.Mark).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask UnmarkAsync(StreamId member) =>
        await SubmitAsync(member, VaultAction.Unmark).ConfigureAwait(false);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StreamId>> ListMarkedAsync()
    {
        lock (_database)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            using var command = Command("SELECT stream FROM marked_member ORDER BY stream", null);
            using var reader = command.ExecuteReader();
            var streams = new List<StreamId>();
            while (reader.Read())
                streams.Add(StreamId.FromStored(reader.GetString(0)));
            return ValueTask.FromResult<IReadOnlyList<StreamId>>(streams);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        lock (_database)
        {
            _disposed = true;
            _connection.Dispose();
        }

        return ValueTask.CompletedTask;
    }

    private Task<MemberKey?> SubmitAsync(StreamId member, VaultAction action)
    {
        var request = new VaultRequest(member, action);
        lock (_lock)
        {
            if (_waiting.Count >= WaitingMax)
                throw new JournalOverloadedException($"{_waiting.Count} calls wait for the key vault: try again.");
            _waiting.Add(request);
            if (_isWorking)
                return request.Result.Task;
            _isWorking = true;
        }

        _ = Task.Run(Work);
        return request.Result.Task;
    }

    private void Work()
    {
        while (true)
        {
            List<VaultRequest> taken;
            lock (_lock)
            {
                if (_waiting.Count == 0)
                {
                    _isWorking = false;
                    return;
                }

                (taken, _waiting) = (_waiting, []);
            }

            try
            {
                var results = Commit(taken);
                for (var i = 0; i < taken.Count; i++)
                    taken[i].Result.SetResult(results[i]);
            }
            catch (Exception cause)
            {
                foreach (var request in taken)
                    request.Result.TrySetException(cause);
            }
        }
    }

    // For a creation the key, for a deletion the key that was deleted.
    private List<MemberKey?> Commit(List<VaultRequest> requests)
    {
        lock (_database)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            using var transaction = _connection.BeginTransaction();
            var results = new List<MemberKey?>();
            foreach (var request in requests)
            {
                var key = Select(request.Member);
                switch (request.Action)
                {
                    case VaultAction.Delete:
                        Execute("DELETE FROM member_key WHERE stream = $stream", request.Member);
                        Execute("DELETE FROM marked_member WHERE stream = $stream", request.Member);
                        break;
                    case VaultAction.Mark:
                        Execute("INSERT OR IGNORE INTO marked_member (stream) VALUES ($stream)", request.Member);
                        break;
                    case VaultAction.Unmark:
                        Execute("DELETE FROM marked_member WHERE stream = $stream", request.Member);
                        break;
                    case VaultAction.Create when key is null:
                        Insert(request.Member, key = MemberKey.New());
                        break;
                }

                results.Add(key);
            }

            transaction.Commit();
            return results;
        }
    }

    private MemberKey? Find(StreamId member)
    {
        lock (_database)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return Select(member);
        }
    }

    private MemberKey? Select(StreamId member)
    {
        using var command = Command("SELECT wrapped FROM member_key WHERE stream = $stream", member);
        return command.ExecuteScalar() is byte[] wrapped ? KeyWrap.Unwrap(_keys.Master, member, wrapped) : null;
    }

    private void Insert(StreamId member, MemberKey key)
    {
        using var command = Command("INSERT INTO member_key (stream, wrapped) VALUES ($stream, $wrapped)", member);
        command.Parameters.AddWithValue("$wrapped", KeyWrap.Wrap(_keys.Master, member, key));
        command.ExecuteNonQuery();
    }

    private void Execute(string sql, StreamId? member = null)
    {
        using var command = Command(sql, member);
        command.ExecuteNonQuery();
    }

    private SqliteCommand Command(string sql, StreamId? member)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        if (member is not null)
            command.Parameters.AddWithValue("$stream", member.Value.Text);
        return command;
    }
}
