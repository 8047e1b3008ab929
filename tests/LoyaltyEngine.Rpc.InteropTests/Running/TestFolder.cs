using LoyaltyEngine.Rpc.InteropServer.Testing;

namespace LoyaltyEngine.Rpc.InteropTests;

/// <summary>A temporary folder for what goes between the processes of a run.</summary>
internal sealed class TestFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("interop-");

    public TestFolder()
    {
        // Python reads the messages from their descriptions, so that it needs no generated code of its own.
        using var descriptors = new BinaryWriter(System.IO.File.Create(Descriptors));
        foreach (var file in new[] { EmptyReflection.Descriptor, MessagesReflection.Descriptor })
        {
            descriptors.Write(file.SerializedData.Length);
            descriptors.Write(file.SerializedData.Span);
        }
    }

    /// <summary>Gets the descriptions of the messages: FileDescriptorProtos, each after its length.</summary>
    public string Descriptors => File("testing.descriptors");

    public string File(string name) => Path.Combine(_folder.FullName, name);

    public void Dispose() => _folder.Delete(recursive: true);
}
