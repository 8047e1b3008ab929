using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Grpc.Reflection;

/// <summary>All that the proto files of some services declare, by name. Immutable.</summary>
internal sealed class DescriptorIndex
{
    private readonly Dictionary<string, FileDescriptor> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FileDescriptor> _symbols = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SortedDictionary<int, FileDescriptor>> _extensions =
        new(StringComparer.Ordinal);

    public DescriptorIndex(IEnumerable<ServiceDescriptor> services)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var service in services)
        {
            names.Add(service.FullName);
            Add(service.File);
        }

        ServiceNames = [.. names];
    }

    /// <summary>Gets the full names of the services, in order.</summary>
    public IReadOnlyList<string> ServiceNames { get; }

    public FileDescriptor? FindFile(string name) => _files.GetValueOrDefault(name);

    public FileDescriptor? FindSymbol(string fullName) => _symbols.GetValueOrDefault(fullName);

    public FileDescriptor? FindExtension(string type, int number)
        => _extensions.GetValueOrDefault(type)?.GetValueOrDefault(number);

    /// <summary>The numbers of a message type's extensions, in order; null if there is no such type.</summary>
    public IEnumerable<int>? FindExtensionNumbers(string type) => _extensions.GetValueOrDefault(type)?.Keys;

    /// <summary>A file and all that it imports, each once, itself first.</summary>
    public static IReadOnlyList<ByteString> Serialize(FileDescriptor file)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal) { file.Name };
        var files = new List<FileDescriptor> { file };
        for (var i = 0; i < files.Count; i++)
            files.AddRange(files[i].Dependencies.Where(dependency => seen.Add(dependency.Name)));
        return [.. files.Select(one => one.SerializedData)];
    }

    private void Add(FileDescriptor file)
    {
        if (!_files.TryAdd(file.Name, file))
            return;
        foreach (var dependency in file.Dependencies)
            Add(dependency);
        foreach (var service in file.Services)
        {
            _symbols[service.FullName] = file;
            foreach (var method in service.Methods)
                _symbols[method.FullName] = file;
        }

        AddTypes(file.MessageTypes, file.EnumTypes, file.Extensions, file.Package, file);
    }

    private void AddTypes(
        IEnumerable<MessageDescriptor> messages,
        IEnumerable<EnumDescriptor> enums,
        ExtensionCollection extensions,
        string scope,
        FileDescriptor file)
    {
        foreach (var type in enums)
        {
            _symbols[type.FullName] = file;
            // A value stands beside its type, not in it; both names are found.
            foreach (var value in type.Values)
            {
                _symbols[scope.Length > 0 ? $"{scope}.{value.Name}" : value.Name] = file;
                _symbols[$"{type.FullName}.{value.Name}"] = file;
            }
        }

        foreach (var extension in extensions.UnorderedExtensions)
        {
            _symbols[extension.FullName] = file;
            ExtensionsOf(extension.ExtendeeType.FullName)[extension.FieldNumber] = file;
        }

        foreach (var message in messages)
        {
            _symbols[message.FullName] = file;
            ExtensionsOf(message.FullName);
            foreach (var field in message.Fields.InDeclarationOrder())
                _symbols[field.FullName] = file;
            foreach (var oneof in message.Oneofs)
                _symbols[oneof.FullName] = file;
            AddTypes(message.NestedTypes, message.EnumTypes, message.Extensions, message.FullName, file);
        }
    }

    private SortedDictionary<int, FileDescriptor> ExtensionsOf(string type)
        => _extensions.TryGetValue(type, out var known) ? known : _extensions[type] = [];
}
