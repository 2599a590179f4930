using DeAI.Chain.Primitives;

namespace DeAI.Chain.Client.Proofs;

/// <summary>Why a proof file is refused, beside the reasons of the ledger's and of consensus's own checks.</summary>
public static class ProofErrors
{
    /// <summary>Not JSON of the format, or a field that cannot be read.</summary>
    public static readonly ReasonCode BadFile = new("proof.bad_file");

    /// <summary>Another chain than the genesis.</summary>
    public static readonly ReasonCode WrongChain = new("proof.wrong_chain");

    /// <summary>The epochs do not follow from the genesis validator set.</summary>
    public static readonly ReasonCode BadHandover = new("proof.bad_handover");

    /// <summary>The headers do not lead to the certified one.</summary>
    public static readonly ReasonCode BadHeaders = new("proof.bad_headers");

    /// <summary>The certificate does not finalize the newest header.</summary>
    public static readonly ReasonCode BadCertificate = new("proof.bad_certificate");

    /// <summary>Parts of the file are about different things.</summary>
    public static readonly ReasonCode BadContent = new("proof.bad_content");
}
