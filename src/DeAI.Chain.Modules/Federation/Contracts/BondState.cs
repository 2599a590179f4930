namespace DeAI.Chain.Modules.Federation.Contracts;

/// <summary>What became of a bond. It leaves <see cref="Held"/> once.</summary>
public enum BondState : byte
{
    None = 0,
    Held = 1,
    Returned = 2,
    Forfeited = 3,
}
