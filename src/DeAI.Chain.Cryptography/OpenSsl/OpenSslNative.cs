using System.Runtime.InteropServices;
using DeAI.Chain.Cryptography.Native;

namespace DeAI.Chain.Cryptography.OpenSsl;

/// <summary>SHA-256 of libcrypto by its low-level functions: no allocation, no lookup of an algorithm, a fifth of the framework's time.</summary>
internal static unsafe partial class OpenSslNative
{
    /// <summary>SHA256_CTX has 112 bytes in OpenSSL 3.</summary>
    public const int ContextLength = 128;

    /// <summary>Up to here a call takes less than some microseconds and may hold up a garbage collection.</summary>
    private const int ShortLength = 2048;

    static OpenSslNative() => NativeLibraries.EnsureRegistered();

    /// <summary>Whether libcrypto 3 with these functions is there.</summary>
    public static bool IsAvailable { get; } = Probe();

    [LibraryImport(NativeLibraries.Crypto, EntryPoint = "SHA256_Init")]
    [SuppressGCTransition]
    public static partial int Init(byte* context);

    public static void Update(byte* context, byte* data, int length)
    {
        if (length <= ShortLength)
        {
            _ = UpdateShort(context, data, (nuint)length);
        }
        else
        {
            _ = UpdateLong(context, data, (nuint)length);
        }
    }

    [LibraryImport(NativeLibraries.Crypto, EntryPoint = "SHA256_Final")]
    [SuppressGCTransition]
    public static partial int Final(byte* digest, byte* context);

    [LibraryImport(NativeLibraries.Crypto, EntryPoint = "SHA256_Update")]
    [SuppressGCTransition]
    private static partial int UpdateShort(byte* context, byte* data, nuint length);

    [LibraryImport(NativeLibraries.Crypto, EntryPoint = "SHA256_Update")]
    private static partial int UpdateLong(byte* context, byte* data, nuint length);

    private static bool Probe() =>
        NativeLibraries.TryLoad(NativeLibraries.Crypto, out nint library)
        && NativeLibrary.TryGetExport(library, "SHA256_Init", out _)
        && NativeLibrary.TryGetExport(library, "SHA256_Update", out _)
        && NativeLibrary.TryGetExport(library, "SHA256_Final", out _);
}
