using System.Security.Cryptography;
using LoyaltyEngine.Journal;
using LoyaltyEngine.Journal.Embedded;
using LoyaltyEngine.Journal.Keys;
using LoyaltyEngine.Runtime;
using LoyaltyEngine.Runtime.Due;
using LoyaltyEngine.Runtime.Enrolment;
using LoyaltyEngine.Runtime.Programs;
using LoyaltyEngine.Runtime.Support;

namespace LoyaltyEngine.Server;

/// <summary>The parts behind the services: journal, keys and ledger, opened together and closed together.</summary>
public sealed class Engine : IAsyncDisposable
{
    private readonly IMemberKeyVault _keys;

    private Engine(
        IJournal journal,
        IMemberKeyVault keys,
        Ledger ledger,
        MemberEnrolment enrolment,
        MemberChanges changes,
        MemberSupport support,
        DueRun due,
        LedgerOptions options)
    {
        Due = due;
        Journal = journal;
        _keys = keys;
        Ledger = ledger;
        Enrolment = enrolment;
        Changes = changes;
        Support = support;
        Options = options;
    }

    /// <summary>The journal.</summary>
    public IJournal Journal { get; }

    /// <summary>The ledger.</summary>
    public Ledger Ledger { get; }

    /// <summary>Enrols members.</summary>
    public MemberEnrolment Enrolment { get; }

    /// <summary>Changes members.</summary>
    public MemberChanges Changes { get; }

    /// <summary>Corrects, explains and proves members.</summary>
    public MemberSupport Support { get; }

    /// <summary>Applies what is due for members at rest.</summary>
    public DueRun Due { get; }

    /// <summary>The ledger's settings.</summary>
    public LedgerOptions Options { get; }

    /// <summary>Opens the engine.</summary>
    /// <exception cref="StartRefusedException">It cannot be opened; the message says why.</exception>
    public static async Task<Engine> OpenAsync(ServerOptions settings, TimeProvider clock, Action<string> notice)
    {
        var options = new LedgerOptions
        {
            ClockSkew = TimeSpan.FromSeconds(settings.ClockSkewSeconds),
            PropagationTime = TimeSpan.FromSeconds(settings.PropagationSeconds),
            RequestsUnderWayMax = settings.RequestsUnderWayMax,
            MembersHeldMax = settings.MembersHeldMax,
        };
        var sources = await ReadProgramsAsync(settings);
        IJournal? journal = null;
        IMemberKeyVault? keys = null;
        try
        {
            journal = OpenJournal(settings, notice);
            (keys, var hasher) = OpenKeys(settings);
            var ledger = await Ledger.OpenAsync(journal, options, clock, sources);
            var enrolment = new MemberEnrolment(ledger, keys, hasher);
            var changes = new MemberChanges(ledger, keys, hasher, enrolment);
            await changes.FinishErasuresAsync();
            var support = new MemberSupport(ledger, journal, keys, hasher);
            var due = DueRun.Start(ledger, journal, DueOptionsOf(settings), clock, line => notice($"due: {line}"));
            return new Engine(journal, keys, ledger, enrolment, changes, support, due, options);
        }
        catch (Exception e)
        {
            if (keys is not null)
                await keys.DisposeAsync();
            if (journal is not null)
                await journal.DisposeAsync();
            if (IsForTheOperator(e))
                throw new StartRefusedException(e.Message, e);
            throw;
        }
    }

    /// <summary>Closes the engine; nothing may be under way any more.</summary>
    public async ValueTask DisposeAsync()
    {
        await Due.DisposeAsync();
        await Journal.DisposeAsync();
        await _keys.DisposeAsync();
    }

    private static DueOptions DueOptionsOf(ServerOptions settings) => new()
    {
        File = settings.Journal == "memory" ? null : DataFolder.DueFileOf(settings.Data),
        ClockJumpMax = TimeSpan.FromSeconds(settings.ClockJumpSeconds),
        DowntimeMax = settings.AcceptClock switch
        {
            "on" => TimeSpan.MaxValue,
            "off" => new DueOptions().DowntimeMax,
            _ => throw new StartRefusedException($"--accept-clock {settings.AcceptClock}: expected on or off."),
        },
    };

    private static IJournal OpenJournal(ServerOptions settings, Action<string> notice) => settings.Journal switch
    {
        "memory" => new InMemoryJournal(),
        "embedded" => OpenEmbedded(settings, notice),
        _ => throw new StartRefusedException($"--journal {settings.Journal}: expected embedded or memory."),
    };

    private static EmbeddedJournal OpenEmbedded(ServerOptions settings, Action<string> notice) =>
        EmbeddedJournal.Open(new EmbeddedJournalOptions
        {
            Directory = DataFolder.JournalOf(settings.Data),
            OnNotice = line => notice($"journal: {line}"),
        });

    private static bool IsForTheOperator(Exception failure) =>
        failure is ProgramRefusedException or JournalInUseException or JournalCorruptException or JournalFailedException
            or InvalidDataException or IOException or UnauthorizedAccessException;

    private static (IMemberKeyVault Keys, IdentifierHasher Hasher) OpenKeys(ServerOptions settings)
    {
        if (settings.Journal == "memory")
            return (new InMemoryMemberKeyVault(), new IdentifierHasher(RandomNumberGenerator.GetBytes(MemberKey.Size)));
        var installation = InstallationKeys.Open(settings.Data);
        return (SqliteMemberKeyVault.Open(installation), new IdentifierHasher(installation));
    }

    private static async Task<List<string>> ReadProgramsAsync(ServerOptions settings)
    {
        const StringSplitOptions Trimmed = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;
        string[] paths = settings.Program.Length > 0
            ? settings.Program.Split(',', Trimmed)
            : [Path.Combine(AppContext.BaseDirectory, "programs", "sample.yaml")];
        var sources = new List<string>();
        foreach (var path in paths)
        {
            try
            {
                sources.Add(await File.ReadAllTextAsync(path));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new StartRefusedException($"The program file {path} cannot be read: {e.Message}", e);
            }
        }

        return sources;
    }
}
