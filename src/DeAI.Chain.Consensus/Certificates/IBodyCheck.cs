namespace DeAI.Chain.Consensus;

/// <summary>What the owner of blocks tells consensus about a body without executing it. Pure; may be called from several threads.</summary>
/// <remarks>
/// The leader signs a digest, not a body. Whoever relays a proposal could swap the body, so the link is checked before the proposal counts;
/// otherwise a relay could make a good digest look invalid.
/// </remarks>
public interface IBodyCheck
{
    /// <summary>
    /// Whether the body decodes, has the digest of the proposal's header, and names the same epoch, view and parent digest.
    /// </summary>
    Result Check(Proposal proposal);
}
