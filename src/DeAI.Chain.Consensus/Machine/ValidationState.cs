namespace DeAI.Chain.Consensus;

internal enum ValidationState : byte
{
    None,
    Requested,
    Valid,
    Refused,
}
