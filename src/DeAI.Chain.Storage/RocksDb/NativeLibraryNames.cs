using System.Reflection;
using System.Runtime.InteropServices;

namespace DeAI.Chain.Storage.RocksDb;

/// <summary>
/// Finds the engine under the names that distributions give it. Only functions present since 7.0 are bound, with signatures that have not
/// changed since, so any of these builds serves; the first is the one that is tested.
/// </summary>
internal static class NativeLibraryNames
{
    public const string Logical = "rocksdb";

    private static readonly string[] Candidates =
    [
        "librocksdb.so.7.8",
        "librocksdb.so.7.9",
        "librocksdb.so.7.10",
        "librocksdb.so.8.1",
        "librocksdb.so.8.3",
        "librocksdb.so.8.5",
        "librocksdb.so.8.8",
        "librocksdb.so.8.9",
        "librocksdb.so.8.10",
        "librocksdb.so.8.11",
        "librocksdb.so.9.10",
        "librocksdb.so",
        "librocksdb.7.dylib",
        "librocksdb.8.dylib",
        "librocksdb.dylib",
        "/opt/homebrew/lib/librocksdb.dylib",
        "/usr/local/lib/librocksdb.dylib",
        "rocksdb.dll",
    ];

    public static void Register() => NativeLibrary.SetDllImportResolver(typeof(NativeLibraryNames).Assembly, Resolve);

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath)
    {
        if (!string.Equals(name, Logical, StringComparison.Ordinal))
        {
            return 0;
        }

        foreach (string candidate in Candidates)
        {
            if (NativeLibrary.TryLoad(candidate, assembly, searchPath, out nint handle))
            {
                return handle;
            }
        }

        throw new DllNotFoundException($"RocksDB is not installed: none of {string.Join(", ", Candidates)} was found (Debian: librocksdb7.8).");
    }
}
