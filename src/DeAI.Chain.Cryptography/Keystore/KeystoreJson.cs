namespace DeAI.Chain.Cryptography;

/// <summary>The shape of the JSON text; byte strings in hexadecimal.</summary>
internal sealed record KeystoreJson(
    int Version,
    string Kind,
    string PublicKey,
    KeystoreKdfJson Kdf,
    KeystoreCipherJson Cipher,
    string Ciphertext);
