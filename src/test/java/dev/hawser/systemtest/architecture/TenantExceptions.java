package dev.hawser.systemtest.architecture;

import java.util.Map;

/** Statements that are for no tenant in particular, and why that is right. */
final class TenantExceptions {
  private static final String SIGN_IN = "sign-in: what somebody comes with is all that is known";
  private static final String LINK = "a mail or its link knows the row and not the organization";
  private static final String PERSON =
      "a person's own: the id comes of their session or is checked";
  private static final String SWEEP = "finds what is due or too old, of all tenants";
  private static final String OPERATOR = "for the operator, whose are all organizations";

  /** Methods of repositories. */
  static final Map<String, String> QUERIES =
      Map.ofEntries(
          Map.entry("account.InvitationRepository.deleteOld", SWEEP),
          Map.entry("account.InvitationRepository.findAnywhere", LINK),
          Map.entry("account.MemberRepository.findAnywhere", LINK),
          Map.entry("account.MemberRepository.findByEmail", "addresses are unique everywhere"),
          Map.entry("account.OrganizationIds.some", OPERATOR),
          Map.entry("connected.DeletionRepository.deleteOld", SWEEP),
          Map.entry("connected.DeletionRepository.next", SWEEP),
          Map.entry("factor.FactorRepository.find", PERSON),
          Map.entry("factor.FactorRepository.findInForce", PERSON),
          Map.entry("factor.FactorRepository.lock", PERSON),
          Map.entry("factor.FactorSecretRepository.deleteOf", PERSON),
          Map.entry("image.ImageRepository.existing", "which stored pictures no row names"),
          Map.entry("key.ApiKeyRepository.find", SIGN_IN),
          Map.entry("key.ApiKeyRepository.touch", SIGN_IN),
          Map.entry("organization.OrganizationTable.forgetRequest", OPERATOR),
          Map.entry("organization.OrganizationTable.list", OPERATOR),
          Map.entry("organization.OrganizationTable.lockByRequest", OPERATOR),
          Map.entry("project.ProjectDeletionTable.deleteOld", SWEEP),
          Map.entry("project.ProjectDeletionTable.next", SWEEP),
          Map.entry("secret.AccessRepository.deleteOld", SWEEP),
          Map.entry("session.AccountRepository.find", PERSON),
          Map.entry("session.AccountRepository.findByEmail", SIGN_IN),
          Map.entry("session.AccountRepository.lock", PERSON),
          Map.entry("session.ReportRepository.forgetBefore", SWEEP),
          Map.entry("session.SessionOwnerRepository.find", SIGN_IN),
          Map.entry(
              "signing.SigningKeyRepository.deleteUnnamedKeySets",
              "key sets are public and shared: kept while any project names them"),
          Map.entry("sso.AttemptRepository.deleteOld", SWEEP),
          Map.entry("sso.AttemptRepository.find", SIGN_IN),
          Map.entry("sso.AttemptRepository.use", SIGN_IN),
          Map.entry("sso.LinkRepository.noteLeaver", PERSON),
          Map.entry("sso.SignOnRepository.ofDomain", SIGN_IN),
          Map.entry("sso.SignOnRepository.ofMember", SIGN_IN),
          Map.entry("sso.SignOnRepository.some", SIGN_IN),
          Map.entry("sso.SignOnRepository.someEnforced", OPERATOR),
          Map.entry("store.WorkflowRepository.findAny", "for caches, before the project is known"),
          Map.entry("token.HeldTokenRepository.find", SIGN_IN),
          Map.entry("token.TokenRepository.organization", PERSON));

  /** Classes with SQL of their own, and how many such statements each has. */
  static final Map<String, String> STATEMENTS =
      Map.ofEntries(
          Map.entry("AuditArchive: 1", SWEEP),
          Map.entry("AuditChain: 1", "which entries are written already, by ids made at random"),
          Map.entry(
              "AuditRows: 1", "for the check of all logs, which goes on from one to the next"),
          Map.entry("EndedExecutions: 2", "the archive packs executions of all projects"),
          Map.entry("ExpiredRows: 2", SWEEP),
          Map.entry(
              "HistoryReferences: 3", "what the history still names, before blobs are deleted"),
          Map.entry("HistoryPartitions: 2", "which days have rows, of whomever"),
          Map.entry("KeyRegistry: 1", "which keys of the vault are in use"),
          Map.entry("LastActive: 1", "users of many projects who have just called, in one update"),
          Map.entry("MemberQuery: 1", "the ids come of a part that names the organization"),
          Map.entry("OpenExecutions: 4", "the queue: whoever is free takes what is next"),
          Map.entry("OriginLists: 1", "kept in memory for all projects"),
          Map.entry("ProjectStates: 1", "kept in memory for all projects"),
          Map.entry("Rewrapping: 2", "everything under a key of the vault"),
          Map.entry("Rotation: 1", "how much is under which key of the vault"),
          Map.entry("VaultAudit: 1", "a rotation is told to all organizations"));

  private TenantExceptions() {}
}
