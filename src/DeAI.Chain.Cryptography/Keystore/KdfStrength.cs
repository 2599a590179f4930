namespace DeAI.Chain.Cryptography;

/// <summary>How much one guess of a passphrase costs (Argon2id).</summary>
public enum KdfStrength
{
    /// <summary>2 passes over 64 MiB, libsodium's "interactive": about 0.1 s. For keys unlocked by hand every day.</summary>
    Interactive = 0,

    /// <summary>3 passes over 256 MiB, libsodium's "moderate": about 0.7 s. For validators.</summary>
    Moderate = 1,

    /// <summary>1 pass over 8 KiB: no protection of a weak passphrase. For tests and the demo only.</summary>
    Fast = 2,
}
