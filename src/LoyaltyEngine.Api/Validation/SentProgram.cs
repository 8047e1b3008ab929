using System.Text;
using Google.Protobuf;
using LoyaltyEngine.Core.Programs;
using LoyaltyEngine.Runtime.Programs;
using V1 = LoyaltyEngine.Protos.V1;

namespace LoyaltyEngine.Api.Validation;

/// <summary>A program as it was sent, a message or a file, with all that is wrong with it.</summary>
/// <param name="Definition">What it declares; null where it has faults.</param>
/// <param name="Source">The program file: to the letter, or written anew for a message; empty where it has faults.
/// </param>
/// <param name="Form">1 for a file, 2 for a message.</param>
/// <param name="Content">The bytes that were sent.</param>
/// <param name="Faults">Every fault.</param>
internal sealed record SentProgram(
    ProgramDefinition? Definition, string Source, int Form, byte[] Content, IReadOnlyList<SentFault> Faults)
{
    private const int FaultCountMax = 1_000;
    private const int FileForm = 1;
    private const int MessageForm = 2;

    /// <summary>Reads a file.</summary>
    public static SentProgram OfFile(string programId, string yaml)
    {
        var result = ProgramFile.Parse(yaml);
        var faults = result.Faults
            .Select(fault => new SentFault(
                fault.Path, "", fault.Line, fault.Column, fault.Message, fault.Expected))
            .ToList();
        if (result.Definition is { } definition && definition.Id != programId)
            faults.Add(OtherProgram(definition.Id, programId, ""));
        return new SentProgram(
            faults.Count == 0 ? result.Definition : null,
            faults.Count == 0 ? yaml : "",
            FileForm,
            Encoding.UTF8.GetBytes(yaml),
            faults);
    }

    /// <summary>Reads a message.</summary>
    public static SentProgram OfMessage(string programId, V1.Program message)
    {
        var faults = new List<SentFault>();
        var definition = ProgramReader.Read(message, faults);
        // What could not be read at all has its fault already.
        var known = faults.Select(fault => fault.Path).ToHashSet();
        foreach (var fault in ProgramChecker.Check(definition).Where(fault => !known.Contains(fault.Path)))
        {
            var field = Mapping.ProgramPaths.ToField(fault.Path);
            faults.Add(new SentFault(fault.Path, field, 0, 0, fault.Message, fault.Expected));
        }

        if (definition.Id != programId && faults.All(fault => fault.Path != "program"))
            faults.Add(OtherProgram(definition.Id, programId, "program_id"));
        var source = faults.Count == 0 ? ProgramFileWriter.Write(definition) : "";
        if (Encoding.UTF8.GetByteCount(source) > ProgramFile.SizeMax)
        {
            faults.Add(new SentFault(
                "", "", 0, 0, "the program is too large", $"at most {ProgramFile.SizeMax} bytes as a program file"));
        }

        return new SentProgram(
            faults.Count == 0 ? definition : null,
            faults.Count == 0 ? source : "",
            MessageForm,
            message.ToByteArray(),
            faults.Count > FaultCountMax ? faults[..FaultCountMax] : faults);
    }

    /// <summary>Faults that only show beside the versions before it.</summary>
    public IEnumerable<SentFault> With(IReadOnlyList<ProgramFault> faults) => faults.Select(fault => new SentFault(
        fault.Path,
        Form == MessageForm ? Mapping.ProgramPaths.ToField(fault.Path) : "",
        Form == FileForm ? 1 : 0,
        Form == FileForm ? 1 : 0,
        fault.Message,
        fault.Expected));

    private static SentFault OtherProgram(string found, string programId, string field) => new(
        "program", field, field.Length == 0 ? 1 : 0, field.Length == 0 ? 1 : 0,
        $"found \"{found}\"", $"{programId}, the program_id of the request");
}
