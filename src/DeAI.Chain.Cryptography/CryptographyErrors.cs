namespace DeAI.Chain.Cryptography;

/// <summary>Why this project refuses an input.</summary>
public static class CryptographyErrors
{
    public static readonly ReasonCode AeadTooShort = new("aead.too_short");
    public static readonly ReasonCode AeadBadNonce = new("aead.bad_nonce");
    public static readonly ReasonCode AeadNotAuthentic = new("aead.not_authentic");
    public static readonly ReasonCode BadPeaks = new("mmr.bad_peaks");
    public static readonly ReasonCode KeystoreMalformed = new("keystore.malformed");
    public static readonly ReasonCode KeystoreTooLong = new("keystore.too_long");
    public static readonly ReasonCode KeystoreBadVersion = new("keystore.bad_version");
    public static readonly ReasonCode KeystoreBadKind = new("keystore.bad_kind");
    public static readonly ReasonCode KeystoreUnknownAlgorithm = new("keystore.unknown_algorithm");
    public static readonly ReasonCode KeystoreBadField = new("keystore.bad_field");
    public static readonly ReasonCode KeystoreCostOutOfBounds = new("keystore.cost_out_of_bounds");
    public static readonly ReasonCode KeystoreNoMemory = new("keystore.no_memory");
    public static readonly ReasonCode KeystoreWrongPassphrase = new("keystore.wrong_passphrase");
    public static readonly ReasonCode KeystoreWrongPublicKey = new("keystore.wrong_public_key");
}
