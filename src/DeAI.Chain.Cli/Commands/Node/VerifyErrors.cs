namespace DeAI.Chain.Cli.Commands.Node;

/// <summary>What <c>deai node verify</c> finds; the detail names the height and what differs.</summary>
internal static class VerifyErrors
{
    public static readonly ReasonCode Missing = new("verify.missing");
    public static readonly ReasonCode Damaged = new("verify.damaged");
    public static readonly ReasonCode OtherBlock = new("verify.other_block");
    public static readonly ReasonCode OtherReceipts = new("verify.other_receipts");
    public static readonly ReasonCode OtherState = new("verify.other_state");
    public static readonly ReasonCode OtherIndex = new("verify.other_index");
    public static readonly ReasonCode OtherTip = new("verify.other_tip");
    public static readonly ReasonCode BadCertificate = new("verify.bad_certificate");
    public static readonly ReasonCode BrokenInvariant = new("verify.broken_invariant");
}
