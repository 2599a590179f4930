using System.Runtime.InteropServices;
using DeAI.Chain.Cryptography.Native;

namespace DeAI.Chain.Cryptography.Sodium;

/// <summary>The functions of libsodium in use. Lengths are not checked there: every caller here passes exact ones.</summary>
internal static partial class SodiumNative
{
    public const int ArgonAlgorithm13 = 2;

    static SodiumNative()
    {
        NativeLibraries.EnsureRegistered();
        if (Init() < 0)
        {
            throw new InvalidOperationException("libsodium could not initialise itself.");
        }
    }

    [LibraryImport(NativeLibraries.Sodium, EntryPoint = "sodium_init")]
    private static partial int Init();

    [LibraryImport(NativeLibraries.Sodium, EntryPoint = "sodium_malloc")]
    public static partial nint Malloc(nuint size);

    [LibraryImport(NativeLibraries.Sodium, EntryPoint = "sodium_free")]
    public static partial void Free(nint pointer);

    [LibraryImport(NativeLibraries.Sodium, EntryPoint = "sodium_mprotect_readonly")]
    public static partial int ProtectReadOnly(GuardedMemory memory);

    [LibraryImport(NativeLibraries.Sodium, EntryPoint = "crypto_sign_ed25519_seed_keypair")]
    public static partial int SignSeedKeyPair(Span<byte> publicKey, GuardedMemory secretKey, ReadOnlySpan<byte> seed);

    [LibraryImport(NativeLibraries.Sodium, EntryPoint = "crypto_sign_ed25519_detached")]
    public static partial int Sign(Span<byte> signature, nint length, ReadOnlySpan<byte> message, ulong messageLength, GuardedMemory secretKey);

    [LibraryImport(NativeLibraries.Sodium, EntryPoint = "crypto_sign_ed25519_verify_detached")]
    public static partial int Verify(ReadOnlySpan<byte> signature, ReadOnlySpan<byte> message, ulong messageLength, ReadOnlySpan<byte> publicKey);

    [LibraryImport(NativeLibraries.Sodium, EntryPoint = "crypto_core_ed25519_add")]
    public static partial int PointAdd(Span<byte> result, ReadOnlySpan<byte> left, ReadOnlySpan<byte> right);

    [LibraryImport(NativeLibraries.Sodium, EntryPoint = "crypto_core_ed25519_sub")]
    public static partial int PointSubtract(Span<byte> result, ReadOnlySpan<byte> left, ReadOnlySpan<byte> right);

    [LibraryImport(NativeLibraries.Sodium, EntryPoint = "crypto_scalarmult_ed25519_noclamp")]
    public static partial int PointMultiply(Span<byte> result, ReadOnlySpan<byte> scalar, ReadOnlySpan<byte> point);

    [LibraryImport(NativeLibraries.Sodium, EntryPoint = "crypto_scalarmult_ed25519_base_noclamp")]
    public static partial int BaseMultiply(Span<byte> result, ReadOnlySpan<byte> scalar);

    [LibraryImport(NativeLibraries.Sodium, EntryPoint = "crypto_core_ed25519_scalar_reduce")]
    public static partial void ScalarReduce(Span<byte> result, ReadOnlySpan<byte> wide);

    [LibraryImport(NativeLibraries.Sodium, EntryPoint = "crypto_core_ed25519_scalar_mul")]
    public static partial void ScalarMultiply(Span<byte> result, ReadOnlySpan<byte> left, ReadOnlySpan<byte> right);

    [LibraryImport(NativeLibraries.Sodium, EntryPoint = "crypto_core_ed25519_scalar_add")]
    public static partial void ScalarAdd(Span<byte> result, ReadOnlySpan<byte> left, ReadOnlySpan<byte> right);

    [LibraryImport(NativeLibraries.Sodium, EntryPoint = "crypto_scalarmult_curve25519")]
    public static partial int X25519(Span<byte> shared, GuardedMemory secret, ReadOnlySpan<byte> theirs);

    [LibraryImport(NativeLibraries.Sodium, EntryPoint = "crypto_scalarmult_curve25519_base")]
    public static partial int X25519Base(Span<byte> publicKey, GuardedMemory secret);

    [LibraryImport(NativeLibraries.Sodium, EntryPoint = "crypto_aead_xchacha20poly1305_ietf_encrypt")]
    public static partial int AeadEncrypt(
        Span<byte> ciphertext,
        nint ciphertextLength,
        ReadOnlySpan<byte> plaintext,
        ulong plaintextLength,
        ReadOnlySpan<byte> associatedData,
        ulong associatedDataLength,
        nint secretNonce,
        ReadOnlySpan<byte> nonce,
        ReadOnlySpan<byte> key);

    [LibraryImport(NativeLibraries.Sodium, EntryPoint = "crypto_aead_xchacha20poly1305_ietf_decrypt")]
    public static partial int AeadDecrypt(
        Span<byte> plaintext,
        nint plaintextLength,
        nint secretNonce,
        ReadOnlySpan<byte> ciphertext,
        ulong ciphertextLength,
        ReadOnlySpan<byte> associatedData,
        ulong associatedDataLength,
        ReadOnlySpan<byte> nonce,
        ReadOnlySpan<byte> key);

    [LibraryImport(NativeLibraries.Sodium, EntryPoint = "crypto_pwhash_argon2id")]
    public static partial int Argon2id(
        Span<byte> key,
        ulong keyLength,
        ReadOnlySpan<byte> passphrase,
        ulong passphraseLength,
        ReadOnlySpan<byte> salt,
        ulong operations,
        nuint memoryBytes,
        int algorithm);
}
