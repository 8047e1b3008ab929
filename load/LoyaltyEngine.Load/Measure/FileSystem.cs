namespace LoyaltyEngine.Load.Measure;

/// <summary>The file system that a folder lies on.</summary>
internal static class FileSystem
{
    /// <summary>Its type as the system names it (ext4, xfs, tmpfs).</summary>
    public static string TypeOf(string folder) => new DriveInfo(Path.GetFullPath(folder)).DriveFormat;

    /// <summary>Whether what is written there is lost with the power, so that no durable figure can be had.</summary>
    public static bool IsVolatile(string type) => type is "tmpfs" or "ramfs";
}
