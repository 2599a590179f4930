using DeAI.Chain.Client.Proofs;
using DeAI.Chain.Consensus;
using DeAI.Chain.Primitives;
using DeAI.Chain.Primitives.Validators;

namespace DeAI.Chain.Client.Tests.Foreign;

/// <summary>Certificates of the wrong thing or in the wrong form, and signatures that hold for whoever does not look closely.</summary>
internal static class CertificateForgeries
{
    public static IEnumerable<AssembledFile> Of(AssembledChain chain) => [.. Contents(chain), .. Forms(chain), .. Signatures(chain)];

    private static IEnumerable<AssembledFile> Contents(AssembledChain chain)
    {
        Vote vote = Vote.Finalize(chain.Block.View, chain.Block.Digest);
        Epoch epoch = chain.Block.Epoch;
        AssembledFile Signed(string name, string code, Vote signed, Epoch of) => With(chain, name, code, Raw.Of(chain.Certify(chain.Second, signed, of)));

        yield return Signed("notarized", "proof.bad_certificate", vote with { Kind = VoteKind.Notarize }, epoch);
        yield return Signed("nullified", "proof.bad_certificate", Vote.Nullify(vote.View), epoch);
        yield return Signed("of another digest", "proof.bad_certificate", vote with { Digest = chain.Child.Digest }, epoch);
        yield return Signed("of another view", "proof.bad_certificate", vote with { View = vote.View.Next }, epoch);
        yield return Signed("of another epoch", "consensus.wrong_epoch", vote, epoch.Next);
        yield return Signed("of kind 0", "consensus.bad_vote", vote with { Kind = VoteKind.None }, epoch);
        yield return Signed("of kind 4", "consensus.bad_vote", vote with { Kind = (VoteKind)4 }, epoch);
        yield return Signed("finalized nothing", "consensus.bad_vote", vote with { Digest = default }, epoch);
        yield return Signed("nullified a block", "consensus.bad_vote", vote with { Kind = VoteKind.Nullify }, epoch);

        Certificate good = chain.Certify(chain.Second, chain.Block);
        ValidatorSet others = chain.Set((1, 21), (2, 22), (3, 23));
        yield return With(chain, "signed by others", "consensus.bad_signature", Raw.Of(chain.Certify(others, chain.Block)));
        yield return With(chain, "too few", "consensus.no_quorum", Raw.Of(chain.Certify(chain.Second, chain.Block, 0, 2)));
        yield return With(chain, "a seat that there is not", "consensus.seat_out_of_range", Raw.Of(chain.Certify(chain.First, chain.Block, 0, 1, 2, 3)));
        yield return With(chain, "a bitmap without bytes", "consensus.bad_bitmap", Raw.Of(good with { Bitmap = default }));
        yield return With(chain, "a bitmap with a byte more", "consensus.bad_bitmap", Raw.Of(good with { Bitmap = Raw.Hex("0700") }));
        yield return With(chain, "a signature more", "consensus.bad_bitmap", Raw.Of(good with { Signatures = Raw.Join(good.Signatures, new Blob(new byte[64])) }));
        yield return With(chain, "a signature's last byte left out", "consensus.bad_bitmap", Raw.Of(good with { Signatures = new Blob(good.Signatures.Memory[..^1]) }));
        Blob turned = Raw.Join(new Blob(good.Signatures.Memory[64..128]), new Blob(good.Signatures.Memory[..64]), new Blob(good.Signatures.Memory[128..]));
        yield return With(chain, "in another order", "consensus.bad_signature", Raw.Of(good with { Signatures = turned }));
    }

    private static IEnumerable<AssembledFile> Forms(AssembledChain chain)
    {
        Certificate good = chain.Certify(chain.Second, chain.Block);
        Blob bytes = Raw.Of(good);
        string digest = chain.Block.Digest.ToString();
        foreach ((string name, string code, Blob altered) in new[]
        {
            ("a zero digest", "encoding.out_of_range", Raw.Swap(bytes, digest, new string('0', 64))),
            ("a digest of 31 bytes", "encoding.wrong_length", Raw.Swap(bytes, "c420" + digest, "c41f" + digest[2..])),
            ("a digest of 33 bytes", "encoding.wrong_length", Raw.Swap(bytes, "c420" + digest, "c421" + digest + "00")),
            ("a kind of 9 bits", "encoding.out_of_range", Raw.Swap(bytes, "9601030c", "9601cd01030c")),
            ("a kind of two bytes", "encoding.not_shortest", Raw.Swap(bytes, "9601030c", "9601cc030c")),
            ("a kind of text", "encoding.wrong_type", Raw.Swap(bytes, "9601030c", "9601a1030c")),
            ("a bitmap of two bytes of length", "encoding.not_shortest", Raw.Swap(bytes, "c40107c4c0", "c5000107c4c0")),
            ("signatures of four bytes of length", "encoding.not_shortest", Raw.Swap(bytes, "c40107c4c0", "c40107c6000000c0")),
            ("a bitmap of 17 bytes", "encoding.too_long", Raw.Of(good with { Bitmap = new Blob(new byte[17]) })),
            ("signatures of 8,193 bytes", "encoding.too_long", Raw.Of(good with { Signatures = new Blob(new byte[8193]) })),
            ("a field less", "encoding.wrong_length", Raw.Swap(bytes, "9601030c", "9501030c")),
            ("bytes behind it", "encoding.trailing_bytes", Raw.Join(bytes, Raw.Hex("c0"))),
            ("cut short", "encoding.truncated", new Blob(bytes.Memory[..^1])),
            ("a map", "encoding.wrong_type", Raw.Swap(bytes, "96", "86")),
        })
        {
            yield return With(chain, name, code, altered);
        }
    }

    private static IEnumerable<AssembledFile> Signatures(AssembledChain chain)
    {
        byte[] Message(Certificate certificate) => SigningBytes.OfVote(chain.Genesis.Chain, certificate.Epoch, certificate.Vote);

        Certificate good = chain.Certify(chain.Second, chain.Block);
        Blob Last(byte[] signature) => Raw.Of(good with { Signatures = Raw.Join(new Blob(good.Signatures.Memory[..128]), new Blob(signature)) });
        yield return With(chain, "R of small order", "consensus.bad_signature", Last(SmallOrder.SignWithoutR(AssembledChain.Seed(3), Message(good))));
        yield return With(chain, "S above L", "consensus.bad_signature", Last(SmallOrder.Larger(new Signature(good.Signatures.Span[128..]))));

        foreach (string key in SmallOrder.Keys.Append(SmallOrder.NotCanonical))
        {
            Validator nobody = new(new OrganisationId(3), new PublicKey(Convert.FromHexString(key)));
            ValidatorSet set = new([.. chain.Second.Seats.Items.Take(2), nobody]);
            yield return AssembledFile.Of($"the key {key[..2]}..{key[^2..]}", "consensus.bad_signature", HandedOver.To(chain, Raw.Of(set), header =>
            {
                Certificate certificate = chain.Certify(chain.Second, header);
                byte[] signature = SmallOrder.SignUnder(Convert.FromHexString(key), Message(certificate));
                return Raw.Of(certificate with { Signatures = Raw.Join(new Blob(certificate.Signatures.Memory[..128]), new Blob(signature)) });
            }));
        }
    }

    private static AssembledFile With(AssembledChain chain, string name, string code, Blob certificate)
    {
        ProofFile file = chain.State(chain.Entries[0].Key);
        return AssembledFile.Of(name, code, file with { Finality = file.Finality with { Certificate = certificate } });
    }
}
