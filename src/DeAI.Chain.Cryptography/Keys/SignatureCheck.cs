namespace DeAI.Chain.Cryptography;

/// <summary>One signature to be checked.</summary>
/// <param name="Key">Of the signer.</param>
/// <param name="Message">What was signed: a hash, as in every transaction.</param>
/// <param name="Signature">64 bytes.</param>
public readonly record struct SignatureCheck(PublicKey Key, Hash256 Message, Signature Signature);
