namespace DeAI.Chain.Consensus;

/// <summary>Whether a signature is the key's over this message, for hosts that know better than to compute it. Pure, any thread.</summary>
public delegate bool SingleSignatureCheck(PublicKey key, ReadOnlySpan<byte> message, Signature signature);
