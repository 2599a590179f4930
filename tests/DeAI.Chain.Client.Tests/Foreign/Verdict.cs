namespace DeAI.Chain.Client.Tests.Foreign;

/// <summary>Reason codes; "" for a proof that holds.</summary>
internal sealed record Verdict(string Ours, string Theirs)
{
    public bool BothAccept => Ours.Length == 0 && Theirs.Length == 0;

    public bool BothRefuse => Ours.Length > 0 && Theirs.Length > 0;
}
