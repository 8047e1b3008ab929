using System.Text;
using LoyaltyEngine.Core.Programs;

namespace LoyaltyEngine.Runtime.Programs;

/// <summary>Reads program files. Stateless and thread-safe.</summary>
public static class ProgramFile
{
    /// <summary>The largest program file, in bytes: it fits into a request and into a record of the journal.</summary>
    public const int SizeMax = 1_000_000;

    private static readonly UTF8Encoding StrictUtf8 =
        new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a program file from the disk.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static ProgramFileResult Load(string path)
    {
        using var file = File.OpenRead(path);
        // One byte more than allowed tells a file that is too large, also one that grows meanwhile.
        var bytes = new byte[SizeMax + 1];
        var size = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (size > SizeMax)
            return TooLarge();
        var content = bytes.AsSpan(0, size);
        if (content.StartsWith(Encoding.UTF8.Preamble))
            content = content[Encoding.UTF8.Preamble.Length..];
        try
        {
            return Parse(StrictUtf8.GetString(content));
        }
        catch (DecoderFallbackException)
        {
            return Whole("the file is not UTF-8 text", "a text file saved as UTF-8");
        }
    }

    /// <summary>Reads a program from the text of its file, and checks it.</summary>
    public static ProgramFileResult Parse(string text)
    {
        if (Encoding.UTF8.GetByteCount(text) > SizeMax)
            return TooLarge();
        var faults = new FileFaults();
        if (FileTree.Read(text, faults) is not { } root)
            return new ProgramFileResult(faults.InFileOrder());
        var reader = new ProgramFileReader(faults);
        if (reader.Read(root) is not { } definition)
            return new ProgramFileResult(faults.InFileOrder());
        foreach (var fault in ProgramChecker.Check(definition).Where(fault => !faults.Explain(fault.Path)).ToList())
            faults.Add(reader.PlaceOf(fault.Path), fault.Path, fault.Message, fault.Expected);
        return faults.Any ? new ProgramFileResult(faults.InFileOrder()) : new ProgramFileResult(definition);
    }

    private static ProgramFileResult TooLarge() =>
        Whole("the file is too large", FormattableString.Invariant($"at most {SizeMax} bytes"));

    private static ProgramFileResult Whole(string message, string expected) =>
        new([new ProgramFileFault(FilePlace.Start.Line, FilePlace.Start.Column, "", message, expected)]);
}
