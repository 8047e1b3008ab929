using LoyaltyEngine.Journal.Keys;

namespace LoyaltyEngine.Journal.Tests.Keys;

public sealed class MemberKeyVaultTests : IDisposable
{
    private static readonly StreamId Anna = StreamId.Member("t", "uk", "anna");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task GetOrCreate_AfterReopening_IsTheSameKey()
    {
        MemberKey first;
        await using (var vault = OpenVault())
        {
            first = await vault.GetOrCreateAsync(Anna);
            (await vault.GetOrCreateAsync(Anna)).Bytes.SequenceEqual(first.Bytes).ShouldBeTrue();
        }

        await using var again = OpenVault();
        (await again.FindAsync(Anna)).ShouldNotBeNull().Bytes.SequenceEqual(first.Bytes).ShouldBeTrue();
        (await again.FindAsync(StreamId.Member("t", "uk", "ben"))).ShouldBeNull();
    }

    [Fact]
    public async Task GetOrCreate_ManyAtOnce_GivesEachMemberOneKey()
    {
        await using var vault = OpenVault();
        var keys = await Task.WhenAll(Enumerable.Range(0, 400).Select(
            i => Task.Run(async () => await vault.GetOrCreateAsync(StreamId.Member("t", "uk", $"m{i % 100}")))));
        keys.Select(key => Convert.ToHexString(key.Bytes)).Distinct().Count().ShouldBe(100);
    }

    [Fact]
    public async Task Mark_AfterReopening_IsListedUntilTheKeyIsDeletedOrItIsTakenBack()
    {
        var ben = StreamId.Member("t", "uk", "ben");
        await using (var vault = OpenVault())
        {
            await vault.GetOrCreateAsync(Anna);
            foreach (var member in new[] { Anna, ben, Anna })
                await vault.MarkAsync(member);
        }

        await using var again = OpenVault();
        (await again.ListMarkedAsync()).ShouldBe([Anna, ben]);
        await again.UnmarkAsync(ben);
        (await again.ListMarkedAsync()).ShouldBe([Anna]);
        (await again.DeleteAsync(Anna)).ShouldBeTrue();
        (await again.ListMarkedAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Delete_Key_LeavesNoByteOfItInAnyFile()
    {
        await using var vault = OpenVault();
        for (var i = 0; i < 200; i++)
            await vault.GetOrCreateAsync(StreamId.Member("t", "uk", $"m{i}"));
        await vault.GetOrCreateAsync(Anna);
        var marker = System.Text.Encoding.ASCII.GetBytes(Anna.Text);
        var row = RowAfter(marker).ShouldNotBeNull("the row is in a file before");

        (await vault.DeleteAsync(Anna)).ShouldBeTrue();
        (await vault.FindAsync(Anna)).ShouldBeNull();
        (await vault.DeleteAsync(Anna)).ShouldBeFalse();
        foreach (var path in Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories))
        {
            var bytes = ReadShared(path);
            bytes.AsSpan().IndexOf(row.AsSpan(0, 12)).ShouldBe(-1, path);
            bytes.AsSpan().IndexOf(row.AsSpan(12, 16)).ShouldBe(-1, path);
            bytes.AsSpan().IndexOf(marker).ShouldBe(-1, path);
        }
    }

    [Fact]
    public async Task Files_HoldKeysWrappedOnlyAndAreTheOwnersAlone()
    {
        await using var vault = OpenVault();
        var key = await vault.GetOrCreateAsync(Anna);
        foreach (var path in Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories))
        {
            ReadShared(path).AsSpan().IndexOf(key.Bytes).ShouldBe(-1, path);
            if (!OperatingSystem.IsWindows())
                File.GetUnixFileMode(path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite, path);
        }
    }

    [Fact]
    public async Task Open_MasterKeyMissingOrAnother_IsRefused()
    {
        await using (var vault = OpenVault())
            await vault.GetOrCreateAsync(Anna);
        var master = Path.Combine(_folder.Path, "keys", "master.key");
        var bytes = File.ReadAllBytes(master);
        File.Delete(master);
        Should.Throw<InvalidDataException>(() => InstallationKeys.Open(_folder.Path))
            .Message.ShouldContain("master.key");

        bytes[0] ^= 1;
        File.WriteAllBytes(master, bytes);
        await using var other = OpenVault();
        await Should.ThrowAsync<InvalidDataException>(async () => await other.FindAsync(Anna));
    }

    [Fact]
    public void IdentifierHash_SameInput_IsStableAndKeyed()
    {
        var hasher = new IdentifierHasher(new byte[32]);
        hasher.Hash("uk", "card", "123").ShouldBe("56195e674b7d435d33df96f6c178c1efaf77671f47f0da1dd0b0eab26f537241");
    }

    [Fact]
    public void IdentifierHash_OfAnInstallation_OutlivesReopening()
    {
        var first = new IdentifierHasher(InstallationKeys.Open(_folder.Path)).Hash("uk", "card", "123");
        var again = new IdentifierHasher(InstallationKeys.Open(_folder.Path));
        again.Hash("uk", "card", "123").ShouldBe(first);
        again.Hash("uk", "card", "124").ShouldNotBe(first);
        again.Hash("uk", "email", "123").ShouldNotBe(first);
        again.Hash("de", "card", "123").ShouldNotBe(first);
        Should.Throw<ArgumentException>(() => again.Hash("uk\ncard", "x", "123"));
    }

    [Fact]
    public async Task Seal_ForOneMember_OpensForThatMemberOnly()
    {
        await using var vault = new InMemoryMemberKeyVault();
        var key = await vault.GetOrCreateAsync(Anna);
        var other = await vault.GetOrCreateAsync(StreamId.Member("t", "uk", "ben"));
        var bytes = PersonalDataSealer.Seal(key, Anna, "anna@example.org"u8);
        bytes.Length.ShouldBe(16 + PersonalDataSealer.OverheadBytes);
        PersonalDataSealer.TryUnseal(key, Anna, bytes).ShouldBe("anna@example.org"u8.ToArray());
        PersonalDataSealer.TryUnseal(other, Anna, bytes).ShouldBeNull();
        PersonalDataSealer.TryUnseal(key, StreamId.Member("t", "uk", "ben"), bytes).ShouldBeNull();
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] ^= 0x10;
            PersonalDataSealer.TryUnseal(key, Anna, bytes).ShouldBeNull();
            bytes[i] ^= 0x10;
        }

        PersonalDataSealer.TryUnseal(key, Anna, bytes.AsSpan(0, 20)).ShouldBeNull();
        await vault.DeleteAsync(Anna);
        (await vault.FindAsync(Anna)).ShouldBeNull();
    }

    private static byte[] ReadShared(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    private SqliteMemberKeyVault OpenVault() => SqliteMemberKeyVault.Open(InstallationKeys.Open(_folder.Path));

    private byte[]? RowAfter(byte[] marker)
    {
        var bytes = ReadShared(Path.Combine(_folder.Path, "keys", "members.db"));
        var at = bytes.AsSpan().IndexOf(marker);
        return at < 0 ? null : bytes.AsSpan(at + marker.Length, 60).ToArray();
    }
}
