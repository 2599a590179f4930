using System.Reflection;
using System.Runtime.InteropServices;

namespace DeAI.Chain.Cryptography.Native;

/// <summary>Finds libsodium and libcrypto under the names that distributions give them.</summary>
internal static class NativeLibraries
{
    public const string Sodium = "sodium";
    public const string Crypto = "crypto";

    private static readonly string[] SodiumNames =
        ["libsodium.so.23", "libsodium.so.26", "libsodium.so", "libsodium.dylib", "libsodium.dll", "libsodium"];

    private static readonly string[] CryptoNames =
        ["libcrypto.so.3", "libcrypto.3.dylib", "libcrypto-3-x64.dll", "libcrypto-3-arm64.dll"];

    // A field initialiser, so that the runtime runs it exactly once; an assembly takes one resolver only.
    private static readonly bool Registered = Register();

    /// <summary>Call from the static constructor of every class that imports.</summary>
    public static void EnsureRegistered()
    {
        if (!Registered)
        {
            throw new InvalidOperationException("The resolver of the native libraries is not registered.");
        }
    }

    public static bool TryLoad(string library, out nint handle)
    {
        Assembly assembly = typeof(NativeLibraries).Assembly;
        foreach (string name in Names(library))
        {
            if (NativeLibrary.TryLoad(name, assembly, DllImportSearchPath.SafeDirectories, out handle))
            {
                return true;
            }
        }

        handle = 0;
        return false;
    }

    private static bool Register()
    {
        NativeLibrary.SetDllImportResolver(typeof(NativeLibraries).Assembly, Resolve);
        return true;
    }

    private static nint Resolve(string library, Assembly assembly, DllImportSearchPath? searchPath)
    {
        string[] names = Names(library);
        if (names.Length == 0)
        {
            return 0;
        }

        return TryLoad(library, out nint handle)
            ? handle
            : throw new DllNotFoundException($"None of {string.Join(", ", names)} can be loaded; install the package that holds it.");
    }

    private static string[] Names(string library) => library switch
    {
        Sodium => SodiumNames,
        Crypto => CryptoNames,
        _ => [],
    };
}
